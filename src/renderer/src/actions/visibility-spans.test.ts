import { describe, expect, it } from 'vitest';
import type { Visibility } from '#domain/track.ts';
import { makeTrack, pointAt } from '../../../../tests/support/domain-fixtures.ts';
import { untilNextChange } from './visibility-spans.ts';

const span = (startFrame: number, endFrame: number, value: Visibility) => ({ startFrame, endFrame, value });
const track = makeTrack({
  keyframes: [pointAt(10, 0, 0)],
  visibility: [span(10, 30, 'visible'), span(31, 40, 'occluded'), span(60, 70, 'visible')],
});

describe('marking until the next change', () => {
  it('ends with the span it begins in', () => {
    expect(untilNextChange(track, 20, 'occluded', 99)).toEqual({ startFrame: 20, endFrame: 30 });
  });

  it('passes over frames that have the value already', () => {
    expect(untilNextChange(track, 35, 'occluded', 99)).toEqual({ startFrame: 35, endFrame: 59 });
  });

  it('fills unlabelled frames up to the next label, or the end of the video', () => {
    expect(untilNextChange(track, 50, 'absent', 99)).toEqual({ startFrame: 50, endFrame: 59 });
    expect(untilNextChange(track, 80, 'absent', 99)).toEqual({ startFrame: 80, endFrame: 99 });
  });
});
