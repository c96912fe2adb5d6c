import { LayoutGrid, List, Upload } from 'lucide-react';
import { useEffect, useMemo, useState, type DragEvent } from 'react';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { importPaths, pathsOfDropped, transcodePath, type ImportQuestion } from './import-job.ts';
import { ImportQuestionCard } from './import-questions.tsx';
import { MissingVideos } from './missing-videos.tsx';
import { useFilePicker } from './use-file-picker.tsx';
import { VideoDetails } from './video-details.tsx';
import {
  listVideos,
  queryVideos,
  videoOrders,
  videoStates,
  type VideoOrder,
  type VideoQuery,
  type VideoStateFilter,
} from './video-query.ts';
import { VirtualVideos } from './virtual-videos.tsx';
import './projects.css';

const everything: VideoQuery = { text: '', state: 'all', order: 'number' };

/** The project's videos; files dropped anywhere on it are imported. */
export function VideosScreen() {
  const studio = useStudio();
  const overview = useStudioState((state) => state.overview);
  const view = useStudioState((state) => (state.settings['videosView'] === 'list' ? 'list' : 'grid'));
  const [query, setQuery] = useState(everything);
  const [questions, setQuestions] = useState<readonly ImportQuestion[]>([]);
  const [detailsOf, setDetailsOf] = useState<string | null>(null);
  const [isDropping, setIsDropping] = useState(false);
  const { pick, dialog } = useFilePicker();
  const videos = useMemo(() => (overview ? listVideos(overview) : []), [overview]);
  const shown = useMemo(() => queryVideos(videos, query), [videos, query]);
  const details = videos.find((listed) => listed.video.id === detailsOf);
  useEffect(() => {
    // Counts and missing files are as of the last look.
    studio.refresh().catch((error: unknown) => studio.complain(error));
  }, [studio]);

  const drop = (question: ImportQuestion): void =>
    setQuestions((before) => before.filter((other) => other !== question));

  async function raise(work: Promise<ImportQuestion[]>): Promise<void> {
    try {
      const raised = await work;
      // What can be decided comes before what is only told.
      setQuestions((before) =>
        [...before, ...raised].sort((a, b) => Number(canBeDecided(b)) - Number(canBeDecided(a))),
      );
    } catch (error) {
      studio.complain(error);
    }
  }

  async function importFiles(files: readonly File[]): Promise<ImportQuestion[]> {
    return importPaths(studio, await pathsOfDropped(studio, files));
  }

  function choose(): void {
    void pick('importVideos').then((paths) => raise(importPaths(studio, paths)));
  }

  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setIsDropping(false);
    void raise(importFiles([...event.dataTransfer.files]));
  }

  return (
    <main
      className="screen videos-screen"
      aria-label="Videos"
      data-testid="videos-screen"
      onDragOver={(event) => {
        event.preventDefault();
        setIsDropping(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsDropping(false);
      }}
      onDrop={handleDrop}
    >
      <div className="videos-head">
        <h1>Videos</h1>
        {videos.length > 0 && (
          <VideosToolbar query={query} onQuery={setQuery} shown={shown.length} total={videos.length} />
        )}
        <div className="segmented" role="group" aria-label="View">
          {(['grid', 'list'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-label={each === 'grid' ? 'Cards' : 'List'}
              title={each === 'grid' ? 'Cards' : 'List'}
              aria-pressed={view === each}
              onClick={() => studio.saveSetting('videosView', each)}
            >
              {each === 'grid' ? <LayoutGrid size={14} /> : <List size={14} />}
            </button>
          ))}
        </div>
        <button type="button" className="primary" onClick={choose}>
          <Upload size={14} /> Import videos…
        </button>
      </div>
      {(questions.length > 0 || (overview?.missing.length ?? 0) > 0) && (
        <div className="questions">
          <MissingVideos />
          {questions.map((question) => (
            <ImportQuestionCard
              key={question.path}
              question={question}
              onDismiss={() => drop(question)}
              onRate={(rate) => {
                drop(question);
                void raise(importPaths(studio, [question.path], rate));
              }}
              onTranscode={() => {
                drop(question);
                void raise(transcodePath(studio, question.path));
              }}
            />
          ))}
        </div>
      )}
      {shown.length > 0 && (
        // Another question starts at the top again.
        <VirtualVideos
          key={`${view} ${JSON.stringify(query)}`}
          videos={shown}
          view={view}
          onDetails={setDetailsOf}
        />
      )}
      {videos.length === 0 && (
        <div className="empty drop-here">
          <Upload size={28} aria-hidden />
          <p>
            Drop videos or folders of numbered images here. They stay where they are; nothing is re-encoded.
          </p>
          <button type="button" className="primary" onClick={choose}>
            Import videos…
          </button>
        </div>
      )}
      {videos.length > 0 && shown.length === 0 && (
        <div className="empty">
          <p>No video matches.</p>
          <button type="button" onClick={() => setQuery({ ...everything, order: query.order })}>
            Show all {videos.length}
          </button>
        </div>
      )}
      {isDropping && <div className="drop-veil">Drop to import</div>}
      {details && (
        <VideoDetails
          listed={details}
          onClose={() => setDetailsOf(null)}
          onTranscode={(path) => {
            setDetailsOf(null);
            void raise(transcodePath(studio, path));
          }}
        />
      )}
      {dialog}
    </main>
  );
}

function canBeDecided(question: ImportQuestion): boolean {
  return question.kind === 'needsRate' || (question.kind === 'refused' && question.canTranscode);
}

interface ToolbarProps {
  query: VideoQuery;
  onQuery: (query: VideoQuery) => void;
  shown: number;
  total: number;
}

function VideosToolbar({ query, onQuery, shown, total }: ToolbarProps) {
  return (
    <>
      <input
        type="search"
        aria-label="Find videos"
        placeholder="Find by name or number"
        value={query.text}
        onChange={(event) => onQuery({ ...query, text: event.target.value })}
      />
      <select
        aria-label="State"
        value={query.state}
        onChange={(event) => onQuery({ ...query, state: event.target.value as VideoStateFilter })}
      >
        {Object.entries(videoStates).map(([state, words]) => (
          <option key={state} value={state}>
            {words}
          </option>
        ))}
      </select>
      <label className="inline-label">
        <span className="dim">Sort by</span>
        <select
          aria-label="Sort by"
          value={query.order}
          onChange={(event) => onQuery({ ...query, order: event.target.value as VideoOrder })}
        >
          {Object.entries(videoOrders).map(([order, words]) => (
            <option key={order} value={order}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <span className="dim videos-count" role="status">
        {shown === total ? total.toLocaleString('en') : `${shown} of ${total}`}
      </span>
    </>
  );
}
