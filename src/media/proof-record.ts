/** What the background proof of a video found. */
export interface ProofRecord {
  state: 'proved' | 'failed';
  /** Frames that the table has, and how many of them came out of the decoder with their own timestamp. */
  frames: number;
  decoded: number;
  /** Frames that cannot be decoded (the first hundred). */
  undecodable: number[];
  /** Timestamps in ticks of decoded pictures that the table does not know (the first hundred). */
  unexpected: number[];
  /** Frames that were sought at random, and those that came out differently than in order. */
  sought: number;
  mismatched: number[];
  /** One sentence each, for people. */
  details: string[];
}

/** Sums up the findings of a proof. */
export function concludeProof(findings: Omit<ProofRecord, 'state' | 'details'>): ProofRecord {
  const details: string[] = [];
  const { frames, decoded, undecodable, unexpected, mismatched } = findings;
  if (undecodable.length > 0) {
    const list = undecodable.slice(0, 5).join(', ');
    details.push(`${frames - decoded} of ${frames} frames cannot be decoded, the first of them: ${list}.`);
  }
  if (unexpected.length > 0) {
    details.push(
      `${unexpected.length} decoded picture(s) have a timestamp that the frame table does not have.`,
    );
  }
  if (mismatched.length > 0) {
    details.push(
      `${mismatched.length} frame(s) look different when sought than in order: ${mismatched.join(', ')}.`,
    );
  }
  return { ...findings, state: details.length === 0 ? 'proved' : 'failed', details };
}
