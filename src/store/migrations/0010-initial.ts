/** The whole schema of design.md, section 1. Why each table is there: docs/decisions/0002-schema.md. */
export const initial = {
  version: 10,
  sql: /* sql */ `
CREATE TABLE project (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  work_grid TEXT NOT NULL
) STRICT;

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('annotator', 'reviewer', 'lead')),
  is_archived INTEGER NOT NULL
) STRICT;

CREATE TABLE expression (
  id TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  definition TEXT NOT NULL,
  counts TEXT NOT NULL,
  counts_not TEXT NOT NULL,
  category TEXT NOT NULL,
  colour INTEGER NOT NULL,
  position REAL NOT NULL,
  is_archived INTEGER NOT NULL
) STRICT;

CREATE TABLE attribute (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('choice', 'flag', 'number', 'text')),
  options TEXT NOT NULL,
  position REAL NOT NULL,
  is_archived INTEGER NOT NULL
) STRICT;

CREATE TABLE video (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('container', 'images')),
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  quick_hash TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  rotation INTEGER NOT NULL,
  codec TEXT NOT NULL,
  frame_count INTEGER NOT NULL,
  duration_seconds REAL NOT NULL,
  image_rate REAL,
  notices TEXT NOT NULL,
  original_path TEXT,
  notes TEXT NOT NULL,
  is_removed INTEGER NOT NULL
) STRICT;
CREATE INDEX video_by_quick_hash ON video (quick_hash);

-- What background work found out about a video's file. Not labels, so not in the command log.
CREATE TABLE video_state (
  video_id TEXT PRIMARY KEY REFERENCES video (id),
  content_hash TEXT,
  proof TEXT NOT NULL DEFAULT 'pending' CHECK (proof IN ('pending', 'proved', 'failed')),
  proof_details TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE frame_table (
  video_id TEXT PRIMARY KEY REFERENCES video (id),
  builder_version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- Camera, robot episode or synthetic: where a video comes from and what may be done with it.
CREATE TABLE source_record (
  video_id TEXT PRIMARY KEY REFERENCES video (id),
  kind TEXT NOT NULL CHECK (kind IN ('camera', 'robot', 'synthetic', 'other')),
  details TEXT NOT NULL
) STRICT;

CREATE TABLE object (
  id TEXT PRIMARY KEY,
  video_id TEXT NOT NULL REFERENCES video (id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  notes TEXT NOT NULL,
  attributes TEXT NOT NULL,
  UNIQUE (video_id, number)
) STRICT;

CREATE TABLE object_expression (
  object_id TEXT NOT NULL REFERENCES object (id),
  expression_id TEXT NOT NULL REFERENCES expression (id),
  PRIMARY KEY (object_id, expression_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX object_expression_by_expression ON object_expression (expression_id);

-- One execution of a proposer. Its label set holds what it proposed.
CREATE TABLE run (
  id TEXT PRIMARY KEY,
  proposer TEXT NOT NULL,
  proposer_version TEXT NOT NULL,
  video_id TEXT NOT NULL REFERENCES video (id),
  expression_id TEXT REFERENCES expression (id),
  person_id TEXT NOT NULL REFERENCES person (id),
  frames TEXT NOT NULL,
  parameters TEXT NOT NULL,
  raw_output TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('done', 'cancelled', 'failed')),
  message TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX run_by_video ON run (video_id);

CREATE TABLE label_set (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('main', 'blind', 'gold', 'import', 'run')),
  name TEXT NOT NULL,
  person_id TEXT REFERENCES person (id),
  run_id TEXT REFERENCES run (id),
  is_shown INTEGER NOT NULL
) STRICT;

CREATE TABLE answer (
  id TEXT PRIMARY KEY,
  expression_id TEXT NOT NULL REFERENCES expression (id),
  video_id TEXT NOT NULL REFERENCES video (id),
  label_set_id TEXT NOT NULL REFERENCES label_set (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('open', 'objects', 'none', 'unsure')),
  count INTEGER,
  coverage TEXT NOT NULL,
  coverage_grid TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'in-review', 'changes-asked', 'approved')),
  notes TEXT NOT NULL,
  UNIQUE (video_id, expression_id, label_set_id)
) STRICT;

CREATE TABLE track (
  id TEXT PRIMARY KEY,
  video_id TEXT NOT NULL REFERENCES video (id),
  object_id TEXT NOT NULL REFERENCES object (id),
  label_set_id TEXT NOT NULL REFERENCES label_set (id),
  shape TEXT NOT NULL CHECK (shape IN ('point', 'box')),
  state TEXT NOT NULL,
  source_track_id TEXT REFERENCES track (id),
  notes TEXT NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE INDEX track_by_video ON track (video_id, label_set_id);
CREATE INDEX track_by_object ON track (object_id);
CREATE INDEX track_by_source ON track (source_track_id) WHERE source_track_id IS NOT NULL;

CREATE TABLE keyframe (
  track_id TEXT NOT NULL REFERENCES track (id),
  frame INTEGER NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  w REAL,
  h REAL,
  gap TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (track_id, frame)
) STRICT, WITHOUT ROWID;

-- Immutable dense positions; derived spans are windows on them.
CREATE TABLE span_data (
  id TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE derived_span (
  track_id TEXT NOT NULL REFERENCES track (id),
  start_frame INTEGER NOT NULL,
  end_frame INTEGER NOT NULL,
  data_id TEXT NOT NULL REFERENCES span_data (id),
  data_offset INTEGER NOT NULL,
  run_id TEXT REFERENCES run (id),
  is_stale INTEGER NOT NULL,
  PRIMARY KEY (track_id, start_frame)
) STRICT, WITHOUT ROWID;

CREATE TABLE visibility_span (
  track_id TEXT NOT NULL REFERENCES track (id),
  start_frame INTEGER NOT NULL,
  end_frame INTEGER NOT NULL,
  value TEXT NOT NULL CHECK (value IN ('visible', 'occluded', 'absent')),
  PRIMARY KEY (track_id, start_frame)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
  id TEXT PRIMARY KEY,
  track_id TEXT NOT NULL REFERENCES track (id),
  start_frame INTEGER NOT NULL,
  end_frame INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
  person_id TEXT NOT NULL REFERENCES person (id),
  result_track_id TEXT REFERENCES track (id)
) STRICT;
CREATE INDEX verdict_by_track ON verdict (track_id);
CREATE INDEX verdict_by_result ON verdict (result_track_id) WHERE result_track_id IS NOT NULL;

-- Verdicts, comments and states of review, on an answer, a track, or a frame range of a track.
CREATE TABLE review (
  id TEXT PRIMARY KEY,
  answer_id TEXT REFERENCES answer (id),
  track_id TEXT REFERENCES track (id),
  start_frame INTEGER,
  end_frame INTEGER,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  x REAL,
  y REAL,
  is_resolved INTEGER NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id)
) STRICT;

CREATE TABLE assignment (
  video_id TEXT NOT NULL REFERENCES video (id),
  person_id TEXT NOT NULL REFERENCES person (id),
  task TEXT NOT NULL CHECK (task IN ('annotate', 'annotate-blind', 'review')),
  PRIMARY KEY (video_id, person_id, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE recipe (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  options TEXT NOT NULL
) STRICT;

-- Active seconds per person, video and day; idle time cut at 60 s.
CREATE TABLE active_time (
  person_id TEXT NOT NULL REFERENCES person (id),
  video_id TEXT NOT NULL REFERENCES video (id),
  day TEXT NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY (person_id, video_id, day)
) STRICT, WITHOUT ROWID;

-- The log. Rows are never updated or dropped; undo and redo are rows that name what they reverse.
CREATE TABLE command (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  command_id TEXT NOT NULL UNIQUE,
  action TEXT NOT NULL CHECK (action IN ('do', 'undo', 'redo')),
  target_seq INTEGER REFERENCES command (seq),
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  video_id TEXT,
  person_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- The frame the person was on, so that undo can go there.
  frame INTEGER
) STRICT;
CREATE INDEX command_by_scope ON command (person_id, video_id, seq);
CREATE INDEX command_by_target ON command (target_seq) WHERE target_seq IS NOT NULL;

CREATE TABLE command_change (
  seq INTEGER NOT NULL REFERENCES command (seq),
  n INTEGER NOT NULL,
  entity TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;
`,
} as const;
