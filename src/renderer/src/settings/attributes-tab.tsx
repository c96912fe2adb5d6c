import { newId } from '#api/new-id.ts';
import type { Attribute } from '#domain/records.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { AddForm } from './add-form.tsx';
import { EditField } from './edit-field.tsx';
import { MoveButtons } from './move-buttons.tsx';
import { inOrder, lastPosition } from './ordered-list.ts';

const kinds: Record<Attribute['kind'], string> = {
  choice: 'Choice',
  flag: 'Yes or no',
  number: 'Number',
  text: 'Text',
};

/** What is asked about every object beside where it is. */
export function AttributesTab() {
  const studio = useStudio();
  const all = useStudioState((state) => state.overview?.records.attribute) ?? [];
  const listed = inOrder(all.filter((attribute) => !attribute.isArchived));
  const archived = all.filter((attribute) => attribute.isArchived);
  const update = (id: string, change: Partial<Omit<Attribute, 'id'>>): void =>
    void studio.execute({ kind: 'updateAttribute', data: { id, ...change } });
  return (
    <>
      <div className="tab-head">
        <h2>Attributes</h2>
        <p className="dim">What is noted of an object beside where it is; filled in on the inspector.</p>
      </div>
      <AddForm
        label="New attribute"
        placeholder="held in hand"
        onAdd={(name) =>
          studio.execute({
            kind: 'createAttribute',
            data: {
              id: newId(),
              name,
              kind: 'flag',
              options: [],
              position: lastPosition(all),
              isArchived: false,
            },
          })
        }
      />
      {listed.length === 0 && <p className="dim">There are no attributes yet.</p>}
      <ul className="record-list" aria-label="Attributes">
        {listed.map((attribute) => (
          <li key={attribute.id} className="record">
            <div className="record-row">
              <EditField
                label="Name"
                value={attribute.name}
                isRequired
                onSave={(name) => update(attribute.id, { name })}
              />
              <select
                aria-label={`Kind of ${attribute.name}`}
                className="narrow"
                value={attribute.kind}
                onChange={(event) => update(attribute.id, { kind: event.target.value as Attribute['kind'] })}
              >
                {Object.entries(kinds).map(([kind, words]) => (
                  <option key={kind} value={kind}>
                    {words}
                  </option>
                ))}
              </select>
              <MoveButtons
                name={attribute.name}
                id={attribute.id}
                items={listed}
                onMove={(position) => update(attribute.id, { position })}
              />
              <button
                type="button"
                className="quiet"
                onClick={() => update(attribute.id, { isArchived: true })}
              >
                Archive
              </button>
            </div>
            {attribute.kind === 'choice' && (
              <div className="record-fields">
                <label className="field details-wide">
                  Options, separated by commas
                  <EditField
                    label={`Options of ${attribute.name}`}
                    value={attribute.options.join(', ')}
                    placeholder="full, half full, empty"
                    onSave={(text) => update(attribute.id, { options: optionsOf(text) })}
                  />
                </label>
              </div>
            )}
          </li>
        ))}
      </ul>
      {archived.length > 0 && (
        <details>
          <summary>{archived.length} archived</summary>
          <ul className="record-list" aria-label="Archived attributes">
            {archived.map((attribute) => (
              <li key={attribute.id} className="record-row">
                <span className="grow ellipsis">{attribute.name}</span>
                <button type="button" onClick={() => update(attribute.id, { isArchived: false })}>
                  Bring back
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function optionsOf(text: string): string[] {
  const options = text.split(',').map((option) => option.trim());
  return [...new Set(options.filter((option) => option !== ''))];
}
