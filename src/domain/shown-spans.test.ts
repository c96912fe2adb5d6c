import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryTrack, shownOn } from '../../tests/support/domain-fixtures.ts';
import { shownSpans } from './shown-spans.ts';
import { spanAt } from './spans.ts';

it('shown spans are exactly the frames on which a track has a position', () => {
  fc.assert(
    fc.property(arbitraryTrack(), (track) => {
      const spans = shownSpans(track);
      const shown = shownOn(track);
      expect(shown.map((_, frame) => spanAt(spans, frame) !== undefined)).toEqual(shown.map(Boolean));
    }),
    { numRuns: 500 },
  );
});
