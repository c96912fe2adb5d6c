import type { Id } from '#domain/ids.ts';
import type { Run } from '#domain/run.ts';
import type { Db } from './open-file.ts';

export interface RunStore {
  insert(run: Run): void;
  ofVideo(videoId: Id): Run[];
  all(): Run[];
}

interface RunRow {
  id: string;
  proposer: string;
  proposer_version: string;
  video_id: string;
  expression_id: string | null;
  person_id: string;
  frames: string;
  parameters: string;
  raw_output: string;
  status: Run['status'];
  message: string;
  started_at: number;
  duration_ms: number;
}

function toRun(row: RunRow): Run {
  return {
    id: row.id,
    proposer: row.proposer,
    proposerVersion: row.proposer_version,
    videoId: row.video_id,
    expressionId: row.expression_id,
    personId: row.person_id,
    frames: JSON.parse(row.frames) as Run['frames'],
    parameters: JSON.parse(row.parameters) as Run['parameters'],
    rawOutput: row.raw_output,
    status: row.status,
    message: row.message,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
  };
}

export function openRunStore(db: Db): RunStore {
  const insert = db.prepare(
    `INSERT INTO run (id, proposer, proposer_version, video_id, expression_id, person_id, frames, parameters,
       raw_output, status, message, started_at, duration_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const select = db.prepare('SELECT * FROM run WHERE video_id = ? ORDER BY started_at');
  const selectAll = db.prepare('SELECT * FROM run ORDER BY id');
  return {
    insert: (run) =>
      void insert.run(
        run.id,
        run.proposer,
        run.proposerVersion,
        run.videoId,
        run.expressionId,
        run.personId,
        JSON.stringify(run.frames),
        JSON.stringify(run.parameters),
        run.rawOutput,
        run.status,
        run.message,
        run.startedAt,
        run.durationMs,
      ),
    ofVideo: (videoId) => (select.all(videoId) as RunRow[]).map(toRun),
    all: () => (selectAll.all() as RunRow[]).map(toRun),
  };
}
