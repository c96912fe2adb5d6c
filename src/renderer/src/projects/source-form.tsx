import { useEffect, useState } from 'react';
import { useStudio, useStudioState } from '../app/studio-context.ts';

const kinds = { camera: 'Camera', robot: 'Robot', synthetic: 'Synthetic', other: 'Other' } as const;
type SourceKind = keyof typeof kinds;

/** Where a video came from: what kind of source, and what there is to say of it, one "name: value" a line. */
export function SourceForm({ videoId }: { videoId: string }) {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const [kind, setKind] = useState<SourceKind | ''>('');
  const [details, setDetails] = useState('');
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    client.videos.source({ videoId }).then(
      (source) => {
        setKind(source?.kind ?? '');
        setDetails(detailLines(source?.details ?? {}));
        setLoaded(true);
      },
      (error: unknown) => studio.complain(error),
    );
  }, [client, studio, videoId]);

  function save(next: { kind?: SourceKind; details?: string }): void {
    const saved = next.kind ?? (kind === '' ? 'other' : kind);
    setKind(saved);
    client.videos
      .saveSource({ videoId, source: { kind: saved, details: parseDetails(next.details ?? details) } })
      .then(
        () => studio.say('Source saved'),
        (error: unknown) => studio.complain(error),
      );
  }

  return (
    <>
      <label className="field">
        Source
        <select
          value={kind}
          disabled={!loaded}
          onChange={(event) => save({ kind: event.target.value as SourceKind })}
        >
          {kind === '' && <option value="">Not said</option>}
          {Object.entries(kinds).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        Details of the source
        <textarea
          key={String(loaded)}
          rows={3}
          disabled={!loaded}
          placeholder={'device: GoPro 12\nplace: kitchen'}
          defaultValue={details}
          onBlur={({ target }) => {
            if (target.value === details) return;
            setDetails(target.value);
            save({ details: target.value });
          }}
        />
      </label>
    </>
  );
}

function detailLines(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

/** Lines "name: value"; lines without a name are notes. */
function parseDetails(text: string): Record<string, string> {
  const details: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, name = 'note', value = line] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (value.trim() === '') continue;
    const before = details[name.trim()];
    details[name.trim()] = before === undefined ? value.trim() : `${before}; ${value.trim()}`;
  }
  return details;
}
