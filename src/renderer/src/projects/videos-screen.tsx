import { useState, type DragEvent } from 'react';
import { useLocation } from 'wouter';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Thumbnail } from '../panels/video-list.tsx';
import { uploadMedia } from '../state/asset-client.ts';
import { FileDialog } from './file-dialog.tsx';
import { importPaths, transcodePath, type ImportQuestion } from './import-job.ts';
import './projects.css';

/** The project's videos; files dropped anywhere on it are imported. */
export function VideosScreen() {
  const studio = useStudio();
  const host = useStudioState((state) => state.host);
  const overview = useStudioState((state) => state.overview);
  const [isChoosing, setIsChoosing] = useState(false);
  const [questions, setQuestions] = useState<readonly ImportQuestion[]>([]);
  const [, navigate] = useLocation();
  const videos = (overview?.records.video ?? [])
    .filter((video) => !video.isRemoved)
    .toSorted((a, b) => a.number - b.number);

  async function importAll(paths: readonly string[], imageRate: number | null = null): Promise<void> {
    setQuestions((before) => before.filter((question) => !paths.includes(question.path)));
    const raised = await importPaths(studio, paths, imageRate);
    setQuestions((before) => [...before, ...raised]);
  }

  function choose(): void {
    if (host.abilities.has('pickFiles')) void host.pickFiles().then((paths) => importAll(paths));
    else setIsChoosing(true);
  }

  async function handleDrop(event: DragEvent): Promise<void> {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const { client } = studio.store.getState();
    try {
      const paths = host.abilities.has('pathOfFile')
        ? files.map((file) => host.pathOfFile(file))
        : await Promise.all(files.map((file) => uploadMedia(client, file)));
      await importAll(paths);
    } catch (error) {
      studio.complain(error);
    }
  }

  return (
    <main
      className="screen"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => void handleDrop(event)}
      data-testid="videos-screen"
    >
      <div className="videos-screen">
        <div className="videos-head">
          <h1>{overview?.records.project[0]?.name}</h1>
          <button type="button" className="primary" onClick={choose}>
            Import videos…
          </button>
        </div>
        {questions.map((question) => (
          <Question
            key={question.path}
            question={question}
            onDismiss={() => setQuestions((before) => before.filter((other) => other !== question))}
            onRate={(rate) => void importAll([question.path], rate)}
            onTranscode={() => {
              setQuestions((before) => before.filter((other) => other !== question));
              void transcodePath(studio, question.path).then((raised) =>
                setQuestions((before) => [...before, ...raised]),
              );
            }}
          />
        ))}
        {videos.length === 0 ? (
          <div className="empty">
            <p>Drop videos here, or choose them. They stay where they are; nothing is re-encoded.</p>
          </div>
        ) : (
          <div className="video-grid">
            {videos.map((video) => (
              <button
                key={video.id}
                type="button"
                className="video-card"
                onClick={() => navigate(`/annotate/${video.id}`)}
              >
                <Thumbnail videoId={video.id} />
                <span className="ellipsis">{video.name}</span>
                <span className="dim">
                  {video.width}×{video.height} · {video.frameCount} frames
                  {overview?.missing.includes(video.id) && ' · file missing'}
                </span>
              </button>
            ))}
          </div>
        )}
      </div>
      {isChoosing && (
        <FileDialog
          purpose="importVideos"
          onChoose={(paths) => {
            setIsChoosing(false);
            void importAll(paths);
          }}
          onClose={() => setIsChoosing(false)}
        />
      )}
    </main>
  );
}

interface QuestionProps {
  question: ImportQuestion;
  onDismiss: () => void;
  onRate: (rate: number) => void;
  onTranscode: () => void;
}

/** One file that needs a decision, where the person dropped it. */
function Question({ question, onDismiss, onRate, onTranscode }: QuestionProps) {
  const [rate, setRate] = useState('25');
  const name = question.path.split(/[\\/]/).at(-1);
  return (
    <div className="question" role="alert">
      {question.kind === 'refused' ? (
        <>
          <p>
            {question.message}
            {question.advice && <code>{question.advice}</code>}
          </p>
          {question.canTranscode && (
            <button type="button" className="primary" onClick={onTranscode}>
              Make a copy that keeps every frame
            </button>
          )}
        </>
      ) : (
        <>
          <p>
            {name} holds {question.frameCount} images. How many were taken per second?
          </p>
          <input
            type="number"
            aria-label="Images per second"
            style={{ width: 80 }}
            min={0.01}
            step="any"
            value={rate}
            onChange={(event) => setRate(event.target.value)}
          />
          <button
            type="button"
            className="primary"
            disabled={!(Number(rate) > 0)}
            onClick={() => onRate(Number(rate))}
          >
            Import
          </button>
        </>
      )}
      <button type="button" className="quiet" onClick={onDismiss}>
        Dismiss
      </button>
    </div>
  );
}
