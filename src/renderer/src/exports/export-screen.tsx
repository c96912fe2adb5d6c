import { useEffect, useState } from 'react';
import type { ExportCheck, ExportRequest } from '#api/exports.contract.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { useFilePicker } from '../projects/use-file-picker.tsx';
import { fieldsOf } from './option-fields.ts';
import { OptionForm } from './option-form.tsx';
import { ProblemList } from './problem-list.tsx';
import { RowPreview } from './row-preview.tsx';
import { runExport, type ExportDone } from './run-export.ts';
import { useExportCheck } from './use-export-check.ts';
import './exports.css';

interface FormatInfo {
  id: string;
  title: string;
  options: Record<string, unknown>;
}

/** What is remembered of a project's last export. */
interface Recipe {
  format: string;
  /** Options that differ from the defaults, by format. */
  options: Record<string, Record<string, unknown>>;
  folder: string;
}

/** From labels to a training set: format, options, what it would hold, and the run. */
export function ExportScreen() {
  const studio = useStudio();
  const client = useStudioState((state) => state.client);
  const overview = useStudioState((state) => state.overview);
  const [formats, setFormats] = useState<readonly FormatInfo[]>([]);
  useEffect(() => {
    client.exports.formats().then(setFormats, (error: unknown) => studio.complain(error));
  }, [client, studio]);
  if (!overview || formats.length === 0) return <main className="screen" aria-label="Export" />;
  return <ExportForm key={overview.folder} formats={formats} folder={overview.folder} />;
}

function ExportForm({ formats, folder: projectFolder }: { formats: readonly FormatInfo[]; folder: string }) {
  const studio = useStudio();
  const setting = `export:${useStudioState((state) => state.overview?.records.project[0]?.id ?? '')}`;
  const recipe = useStudioState((state) => state.settings[setting]) as Partial<Recipe> | undefined;
  const [formatId, setFormatId] = useState(
    formats.find((format) => format.id === recipe?.format)?.id ?? 'molmo2-points',
  );
  const [changed, setChanged] = useState(recipe?.options ?? {});
  const [ownFolder, setOwnFolder] = useState(recipe?.folder ?? '');
  const { pick, dialog } = useFilePicker();
  const [result, setResult] = useState<ExportDone | null>(null);
  const [problem, setProblem] = useState('');
  const [isRunning, setIsRunning] = useState(false);
  const format = formats.find((each) => each.id === formatId) ?? formats[0];
  const options = { ...format?.options, ...changed[formatId] };
  const folder = ownFolder === '' ? `${projectFolder}/exports/${formatId}` : ownFolder;
  const request: ExportRequest = { format: formatId, options, videoIds: null };
  const { check, isChecking, problem: checkProblem } = useExportCheck(request);

  async function run(): Promise<void> {
    studio.saveSetting(setting, { format: formatId, options: changed, folder: ownFolder } satisfies Recipe);
    setResult(null);
    setProblem('');
    setIsRunning(true);
    await studio.runJob(
      `Export ${format?.title ?? ''}`,
      async (job) => setResult((await runExport(studio, request, folder, job)) ?? null),
      (error) => setProblem(error instanceof Error ? error.message : String(error)),
    );
    setIsRunning(false);
  }

  return (
    <main className="screen export" aria-label="Export">
      <form
        className="export-form"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <div className="export-fields">
          <h1>Export</h1>
          <label className="field">
            Format
            <select
              value={formatId}
              onChange={(event) => {
                setFormatId(event.target.value);
                setResult(null);
                setProblem('');
              }}
            >
              {formats.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.title}
                </option>
              ))}
            </select>
          </label>
          <OptionForm
            key={formatId}
            fields={fieldsOf(formatId, format?.options ?? {})}
            options={options}
            onChange={(next) => setChanged({ ...changed, [formatId]: next })}
          />
          <label className="field">
            Folder
            <span className="path-row">
              <input type="text" value={folder} onChange={(event) => setOwnFolder(event.target.value)} />
              <button
                type="button"
                onClick={() =>
                  void pick('folder').then(([chosen]) => chosen && setOwnFolder(`${chosen}/${formatId}`))
                }
              >
                Choose…
              </button>
            </span>
          </label>
        </div>
        <div className="export-run">
          <button type="submit" className="primary" disabled={isRunning || !check || isEmpty(check)}>
            {isRunning ? 'Exporting…' : 'Export'}
          </button>
          {check && isEmpty(check) && <p className="dim">Nothing can be written yet; the list says why.</p>}
          {problem && (
            <p role="alert" className="problem">
              {problem}
            </p>
          )}
          {result && <Done result={result} />}
        </div>
      </form>
      <section className="export-check" aria-label="What the export holds" aria-busy={isChecking}>
        {checkProblem && (
          <p role="alert" className="problem">
            {checkProblem}
          </p>
        )}
        {check && <Check check={check} isChecking={isChecking} />}
        {!check && !checkProblem && <p className="dim">Looking at what the export would hold…</p>}
      </section>
      {dialog}
    </main>
  );
}

/** Whether no row would be written. Formats without rows are never empty. */
function isEmpty(check: ExportCheck): boolean {
  return check.counts['rows'] === 0;
}

/** "leftOut" → "left out". */
function countWords(name: string): string {
  return name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
}

function Check({ check, isChecking }: { check: ExportCheck; isChecking: boolean }) {
  return (
    <div className={isChecking ? 'is-old' : undefined}>
      <dl className="tiles" aria-label="Counts">
        {Object.entries(check.counts).map(([name, count]) => (
          <div key={name}>
            <dd className="number">{count.toLocaleString('en')}</dd>
            <dt>{countWords(name)}</dt>
          </div>
        ))}
      </dl>
      <h2>Rows</h2>
      <ProblemList check={check} />
      {check.losses.length > 0 && (
        <>
          <h2>What the format has no place for</h2>
          <ul className="losses">
            {check.losses.map((loss) => (
              <li key={loss.what}>
                {loss.what}{' '}
                {loss.count > 1 && <span className="chip">{loss.count.toLocaleString('en')}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {check.rows.length > 0 && (
        <>
          <h2>First rows</h2>
          <RowPreview rows={check.rows} />
        </>
      )}
    </div>
  );
}

function Done({ result }: { result: ExportDone }) {
  const host = useStudioState((state) => state.host);
  const written = Object.entries(result.counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${countWords(name)}: ${count.toLocaleString('en')}`);
  return (
    <div className="export-done" role="status">
      <p>
        <strong>Exported.</strong> {written.join(' · ')}
      </p>
      <p className="selectable dim">{result.folder}</p>
      {host.abilities.has('reveal') ? (
        <button type="button" onClick={() => void host.reveal(result.folder)}>
          Show the folder
        </button>
      ) : (
        <button type="button" onClick={() => void navigator.clipboard.writeText(result.folder)}>
          Copy the path
        </button>
      )}
    </div>
  );
}
