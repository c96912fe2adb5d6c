import type { Id } from '#domain/ids.ts';
import type { Db } from './open-file.ts';

export type ProofState = 'pending' | 'proved' | 'failed';

/** What background work found out about a video. */
export interface VideoState {
  videoId: Id;
  contentHash: string | null;
  proof: ProofState;
  proofDetails: string;
}

/** Numbers for a video's card: tracks of the main label set, and answers by state. */
export interface VideoCounts {
  videoId: Id;
  tracks: number;
  answersDone: number;
  answersOpen: number;
}

export interface SourceRecord {
  kind: 'camera' | 'robot' | 'synthetic' | 'other';
  details: Record<string, unknown>;
}

export interface VideoStore {
  saveFrameTable(videoId: Id, builderVersion: number, bytes: Uint8Array): void;
  frameTable(videoId: Id): { builderVersion: number; bytes: Uint8Array } | undefined;
  states(): VideoState[];
  state(videoId: Id): VideoState;
  saveState(videoId: Id, change: Partial<Omit<VideoState, 'videoId'>>): void;
  counts(): VideoCounts[];
  findByContentHash(hash: string): Id | undefined;
  nextNumber(): number;
  source(videoId: Id): SourceRecord | undefined;
  saveSource(videoId: Id, source: SourceRecord): void;
}

interface StateRow {
  video_id: string;
  content_hash: string | null;
  proof: ProofState;
  proof_details: string;
}

function toState(row: StateRow): VideoState {
  return {
    videoId: row.video_id,
    contentHash: row.content_hash,
    proof: row.proof,
    proofDetails: row.proof_details,
  };
}

/** What the store knows of video files, beside the labels. */
export function openVideoStore(db: Db): VideoStore {
  const insertTable = db.prepare(
    `INSERT INTO frame_table (video_id, builder_version, bytes) VALUES (?, ?, ?)
     ON CONFLICT (video_id) DO UPDATE SET builder_version = excluded.builder_version, bytes = excluded.bytes`,
  );
  const selectTable = db.prepare('SELECT builder_version, bytes FROM frame_table WHERE video_id = ?');
  const selectStates = db.prepare('SELECT * FROM video_state');
  const selectState = db.prepare('SELECT * FROM video_state WHERE video_id = ?');
  const upsertState = db.prepare(
    `INSERT INTO video_state (video_id, content_hash, proof, proof_details) VALUES (?, ?, ?, ?)
     ON CONFLICT (video_id) DO UPDATE
     SET content_hash = excluded.content_hash, proof = excluded.proof, proof_details = excluded.proof_details`,
  );
  const selectCounts = db.prepare(`
    SELECT v.id AS videoId,
      (SELECT count(*) FROM track t JOIN label_set l ON l.id = t.label_set_id
       WHERE t.video_id = v.id AND l.kind = 'main') AS tracks,
      (SELECT count(*) FROM answer a WHERE a.video_id = v.id AND a.state <> 'open') AS answersDone,
      (SELECT count(*) FROM answer a WHERE a.video_id = v.id AND a.state = 'open') AS answersOpen
    FROM video v`);
  const selectByHash = db.prepare('SELECT video_id AS id FROM video_state WHERE content_hash = ?');
  const selectNumber = db.prepare('SELECT coalesce(max(number), 0) + 1 AS next FROM video');
  const selectSource = db.prepare('SELECT kind, details FROM source_record WHERE video_id = ?');
  const upsertSource = db.prepare(
    `INSERT INTO source_record (video_id, kind, details) VALUES (?, ?, ?)
     ON CONFLICT (video_id) DO UPDATE SET kind = excluded.kind, details = excluded.details`,
  );

  const state = (videoId: Id): VideoState => {
    const row = selectState.get(videoId) as StateRow | undefined;
    return row ? toState(row) : { videoId, contentHash: null, proof: 'pending', proofDetails: '' };
  };

  return {
    saveFrameTable: (videoId, builderVersion, bytes) => void insertTable.run(videoId, builderVersion, bytes),
    frameTable(videoId) {
      const row = selectTable.get(videoId) as { builder_version: number; bytes: Uint8Array } | undefined;
      return row && { builderVersion: row.builder_version, bytes: row.bytes };
    },
    states: () => (selectStates.all() as StateRow[]).map(toState),
    state,
    saveState(videoId, change) {
      const next = { ...state(videoId), ...change };
      upsertState.run(videoId, next.contentHash, next.proof, next.proofDetails);
    },
    counts: () => selectCounts.all() as VideoCounts[],
    findByContentHash: (hash) => (selectByHash.get(hash) as { id: Id } | undefined)?.id,
    nextNumber: () => (selectNumber.get() as { next: number }).next,
    source(videoId) {
      const row = selectSource.get(videoId) as { kind: SourceRecord['kind']; details: string } | undefined;
      return row && { kind: row.kind, details: JSON.parse(row.details) as Record<string, unknown> };
    },
    saveSource: (videoId, source) =>
      void upsertSource.run(videoId, source.kind, JSON.stringify(source.details)),
  };
}
