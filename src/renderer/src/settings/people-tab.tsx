import { newId } from '#api/new-id.ts';
import type { Person } from '#domain/records.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { AddForm } from './add-form.tsx';
import { EditField } from './edit-field.tsx';

const roles: Record<Person['role'], string> = {
  annotator: 'Annotator',
  reviewer: 'Reviewer',
  lead: 'Lead',
};

/** Who works on this project. */
export function PeopleTab() {
  const studio = useStudio();
  const people = useStudioState((state) => state.overview?.records.person) ?? [];
  const personId = useStudioState((state) => state.personId);
  const listed = people.toSorted(
    (a, b) => Number(a.isArchived) - Number(b.isArchived) || a.name.localeCompare(b.name),
  );
  const update = (id: string, change: Partial<Omit<Person, 'id'>>): void =>
    void studio.execute({ kind: 'updatePerson', data: { id, ...change } });
  return (
    <>
      <div className="tab-head">
        <h2>People</h2>
        <p className="dim">Every change says who made it. Undo takes back your own work only.</p>
      </div>
      <AddForm
        label="New person"
        placeholder="Name"
        onAdd={(name) =>
          studio.execute({
            kind: 'createPerson',
            data: { id: newId(), name, role: 'annotator', isArchived: false },
          })
        }
      />
      <ul className="record-list" aria-label="People">
        {listed.map((person) => (
          <li key={person.id} className="record">
            <div className={person.isArchived ? 'record-row archived' : 'record-row'}>
              <label className="choice" title="Work from here on is done in this name">
                <input
                  type="radio"
                  name="who"
                  checked={person.id === personId}
                  disabled={person.isArchived}
                  onChange={() => studio.setPerson(person.id)}
                />
                me
              </label>
              <EditField
                label="Name"
                value={person.name}
                isRequired
                onSave={(name) => update(person.id, { name })}
              />
              <select
                aria-label={`Role of ${person.name}`}
                className="narrow"
                value={person.role}
                onChange={(event) => update(person.id, { role: event.target.value as Person['role'] })}
              >
                {Object.entries(roles).map(([role, words]) => (
                  <option key={role} value={role}>
                    {words}
                  </option>
                ))}
              </select>
              <button
                type="button"
                className="quiet archive"
                disabled={person.id === personId}
                onClick={() => update(person.id, { isArchived: !person.isArchived })}
              >
                {person.isArchived ? 'Bring back' : 'Archive'}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
