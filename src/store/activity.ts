import type { Id } from '#domain/ids.ts';
import type { Db } from './open-file.ts';

export interface ActiveTime {
  personId: Id;
  videoId: Id;
  /** Local date, YYYY-MM-DD. */
  day: string;
  seconds: number;
}

export interface ActivityStore {
  add(entry: ActiveTime): void;
  ofPerson(personId: Id): ActiveTime[];
}

/** How long each person worked on each video; shown to that person. */
export function openActivityStore(db: Db): ActivityStore {
  const upsert = db.prepare(
    `INSERT INTO active_time (person_id, video_id, day, seconds) VALUES (?, ?, ?, ?)
     ON CONFLICT (person_id, video_id, day) DO UPDATE SET seconds = seconds + excluded.seconds`,
  );
  const select = db.prepare(
    `SELECT person_id AS personId, video_id AS videoId, day, seconds
     FROM active_time WHERE person_id = ? ORDER BY day, video_id`,
  );
  return {
    add: (entry) => void upsert.run(entry.personId, entry.videoId, entry.day, entry.seconds),
    ofPerson: (personId) => select.all(personId) as ActiveTime[],
  };
}
