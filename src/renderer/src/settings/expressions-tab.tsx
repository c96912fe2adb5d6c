import { Popover } from 'radix-ui';
import { useState } from 'react';
import { newId } from '#api/new-id.ts';
import type { Expression } from '#domain/records.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { objectColours } from '../ui/palette.ts';
import { AddForm } from './add-form.tsx';
import { EditField } from './edit-field.tsx';
import { MoveButtons } from './move-buttons.tsx';
import { inOrder, lastPosition } from './ordered-list.ts';

/** The words that objects are found by, and what they mean. */
export function ExpressionsTab() {
  const studio = useStudio();
  const all = useStudioState((state) => state.overview?.records.expression) ?? [];
  const listed = inOrder(all.filter((expression) => !expression.isArchived));
  const archived = inOrder(all.filter((expression) => expression.isArchived));
  const [openId, setOpenId] = useState<string | null>(null);

  async function add(text: string): Promise<boolean> {
    const id = newId();
    const isDone = await studio.execute({
      kind: 'createExpression',
      data: {
        id,
        text,
        definition: '',
        counts: '',
        countsNot: '',
        category: '',
        colour: all.length % objectColours.length,
        position: lastPosition(all),
        isArchived: false,
      },
    });
    if (isDone) setOpenId(id);
    return isDone;
  }

  return (
    <>
      <div className="tab-head">
        <h2>Expressions</h2>
        <p className="dim">
          What is pointed at or tracked, in plain words. A definition decides the cases that people would
          answer differently.
        </p>
      </div>
      <AddForm label="New expression" placeholder="the red cup" onAdd={add} />
      {listed.length === 0 && <p className="dim">There are no expressions yet.</p>}
      <ul className="record-list" aria-label="Expressions">
        {listed.map((expression) => (
          <ExpressionItem
            key={expression.id}
            expression={expression}
            items={listed}
            isOpen={openId === expression.id}
            onToggle={() => setOpenId(openId === expression.id ? null : expression.id)}
          />
        ))}
      </ul>
      {archived.length > 0 && (
        <details>
          <summary>{archived.length} archived</summary>
          <ul className="record-list" aria-label="Archived expressions">
            {archived.map((expression) => (
              <li key={expression.id} className="record-row">
                <span className="swatch" style={{ background: objectColours[expression.colour] }} />
                <span className="grow ellipsis">{expression.text}</span>
                <button
                  type="button"
                  onClick={() =>
                    void studio.execute({
                      kind: 'updateExpression',
                      data: { id: expression.id, isArchived: false },
                    })
                  }
                >
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

interface ExpressionItemProps {
  expression: Expression;
  items: readonly Expression[];
  isOpen: boolean;
  onToggle: () => void;
}

function ExpressionItem({ expression, items, isOpen, onToggle }: ExpressionItemProps) {
  const studio = useStudio();
  const update = (change: Partial<Omit<Expression, 'id'>>): void =>
    void studio.execute({ kind: 'updateExpression', data: { id: expression.id, ...change } });
  const hasMeaning = expression.definition !== '' || expression.counts !== '' || expression.countsNot !== '';
  return (
    <li className="record">
      <div className="record-row">
        <ColourPicker
          name={expression.text}
          colour={expression.colour}
          onPick={(colour) => update({ colour })}
        />
        <EditField label="Text" value={expression.text} isRequired onSave={(text) => update({ text })} />
        <button type="button" className="quiet" aria-expanded={isOpen} onClick={onToggle}>
          {hasMeaning ? 'Definition' : 'Add a definition'}
        </button>
        <MoveButtons
          name={expression.text}
          id={expression.id}
          items={items}
          onMove={(position) => update({ position })}
        />
        <button type="button" className="quiet" onClick={() => update({ isArchived: true })}>
          Archive
        </button>
      </div>
      {isOpen && (
        <div className="record-fields">
          <label className="field details-wide">
            Definition
            <EditField
              label="Definition"
              value={expression.definition}
              rows={2}
              placeholder="What is meant, in a sentence or two"
              onSave={(definition) => update({ definition })}
            />
          </label>
          <label className="field">
            Counts
            <EditField
              label="Counts"
              value={expression.counts}
              rows={2}
              placeholder="Also the one behind the glass"
              onSave={(counts) => update({ counts })}
            />
          </label>
          <label className="field">
            Does not count
            <EditField
              label="Does not count"
              value={expression.countsNot}
              rows={2}
              placeholder="Reflections, pictures of cups"
              onSave={(countsNot) => update({ countsNot })}
            />
          </label>
          <label className="field">
            Category
            <EditField
              label="Category"
              value={expression.category}
              placeholder="object"
              onSave={(category) => update({ category })}
            />
          </label>
        </div>
      )}
    </li>
  );
}

function ColourPicker({
  name,
  colour,
  onPick,
}: {
  name: string;
  colour: number;
  onPick: (colour: number) => void;
}) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="quiet icon" aria-label={`Colour of ${name}`} title="Colour">
          <span className="swatch" style={{ background: objectColours[colour] }} />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover colours" align="start" sideOffset={4}>
          {objectColours.map((hex, index) => (
            <Popover.Close asChild key={hex}>
              <button
                type="button"
                className="quiet icon"
                aria-label={`Colour ${index + 1}`}
                aria-pressed={index === colour}
                onClick={() => onPick(index)}
              >
                <span className="swatch" style={{ background: hex }} />
              </button>
            </Popover.Close>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
