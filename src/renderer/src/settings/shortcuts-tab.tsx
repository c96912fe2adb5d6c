import { Plus, RotateCcw, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Action } from '../actions/action.ts';
import { keysOf, ownKeys, type KeySettings } from '../actions/dispatch.ts';
import { allActions } from '../actions/index.ts';
import { formatBinding, type Binding } from '../actions/keys.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { useKeyLayout } from '../app/use-key-layout.ts';
import { matchesWords } from '../ui/text-search.ts';
import { clashesOf, pressedBinding, withBinding, withDefaults, withoutBinding } from './key-bindings.ts';

/** Every command with its keys, which can be set anew by pressing them. */
export function ShortcutsTab() {
  const studio = useStudio();
  const own = useStudioState((state) => ownKeys(state.settings));
  const [query, setQuery] = useState('');
  const [recordingId, setRecordingId] = useState<string | null>(null);
  const layout = useKeyLayout();
  const save = (keys: KeySettings): void => studio.saveSetting('keys', keys);
  const shown = allActions.filter((action) =>
    matchesWords(
      `${action.group} ${action.title} ${keysOf(action, own)
        .map((key) => formatBinding(key, layout))
        .join(' ')}`,
      query,
    ),
  );
  const clashes = clashesOf(allActions, own);

  useEffect(() => {
    const action = allActions.find((each) => each.id === recordingId);
    if (!action) return undefined;
    // Before the page's own keys see it.
    const record = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      const pressed = pressedBinding(event);
      if (pressed === undefined) return;
      setRecordingId(null);
      if (pressed !== 'Escape' || action.id === 'stepBack') save(withBinding(own, action, pressed));
    };
    window.addEventListener('keydown', record, { capture: true });
    return () => window.removeEventListener('keydown', record, { capture: true });
  });

  return (
    <>
      <div className="tab-head">
        <h2>Shortcuts</h2>
        <p className="dim">
          Letters go by their place on the keyboard and are shown as yours prints them. Press + and then the
          new key; Esc leaves it.
        </p>
      </div>
      <div className="history-tools">
        <input
          type="search"
          aria-label="Find commands"
          placeholder="Find by words or key"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <button type="button" disabled={Object.keys(own).length === 0} onClick={() => save({})}>
          Reset all
        </button>
      </div>
      {[...Map.groupBy(shown, (action) => action.group)].map(([group, actions]) => (
        <section key={group} className="shortcut-group" aria-label={group}>
          <h3>{group}</h3>
          {actions.map((action) => (
            <ShortcutRow
              key={action.id}
              action={action}
              own={own}
              layout={layout}
              clashes={clashes.get(action.id) ?? []}
              isRecording={recordingId === action.id}
              onRecord={() => setRecordingId(recordingId === action.id ? null : action.id)}
              onSave={save}
            />
          ))}
        </section>
      ))}
      {shown.length === 0 && <p className="dim">No command has these words.</p>}
    </>
  );
}

interface ShortcutRowProps {
  action: Action;
  own: KeySettings;
  layout: ReadonlyMap<string, string>;
  clashes: readonly { binding: Binding; others: readonly Action[] }[];
  isRecording: boolean;
  onRecord: () => void;
  onSave: (keys: KeySettings) => void;
}

function ShortcutRow(props: ShortcutRowProps) {
  const { action, own, layout, clashes, isRecording, onRecord, onSave } = props;
  const keys = keysOf(action, own);
  return (
    <div className="shortcut" data-testid={`shortcut-${action.id}`}>
      <span className="shortcut-title">
        {action.title}
        {clashes.map(({ binding, others }) => (
          <span key={binding} className="problem" role="alert">
            {formatBinding(binding, layout)} is also “{others.map((other) => other.title).join('”, “')}”
          </span>
        ))}
      </span>
      <span className="keys">
        {keys.map((binding) => (
          <span key={binding} className="key-chip">
            <kbd>{formatBinding(binding, layout)}</kbd>
            <button
              type="button"
              className="quiet icon"
              aria-label={`Remove ${formatBinding(binding, layout)} from ${action.title}`}
              title="Remove this key"
              onClick={() => onSave(withoutBinding(own, action, binding))}
            >
              <X size={11} />
            </button>
          </span>
        ))}
        {isRecording ? (
          <button type="button" className="recording" onClick={onRecord}>
            Press a key…
          </button>
        ) : (
          <button
            type="button"
            className="quiet icon"
            aria-label={`Add a key to ${action.title}`}
            title="Add a key"
            onClick={onRecord}
          >
            <Plus size={14} />
          </button>
        )}
        <button
          type="button"
          className="quiet icon"
          aria-label={`Reset ${action.title}`}
          title="Back to the default"
          disabled={own[action.id] === undefined}
          onClick={() => onSave(withDefaults(own, action))}
        >
          <RotateCcw size={13} />
        </button>
      </span>
    </div>
  );
}
