import type { SpanDataLookup } from '#domain/interpolation.ts';
import type { Id } from '#domain/ids.ts';
import type { Span } from '#domain/spans.ts';
import { keyframeAt, type Keyframe } from '#domain/track.ts';
import type { Lane } from './lanes.ts';
import { laneRuns, type Run } from './lane-runs.ts';
import { frameCentreX, frameToX, type TimeView } from './time-view.ts';
import type { TimelineColours } from './timeline-colours.ts';
import type { KeyframeDrag } from './timeline-store.ts';
import { areCrowded, visibleMarks, visibleSpans } from './visible-marks.ts';

/** Frames of some tracks that are about to change, and how they are shown meanwhile. */
export interface LaneBand extends Span {
  trackIds: ReadonlySet<Id>;
  kind: 'occluded' | 'absent' | 'surgery';
}

export interface LanesPicture {
  lanes: readonly Lane[];
  view: TimeView;
  width: number;
  height: number;
  scrollTop: number;
  frameCount: number;
  selected: ReadonlySet<Id>;
  drag: KeyframeDrag | null;
  bands: readonly LaneBand[];
  lookup: SpanDataLookup;
  colours: TimelineColours;
}

/** Draws the lanes that are in sight, from the top left corner of the context. */
export function drawLanes(context: CanvasRenderingContext2D, picture: LanesPicture): void {
  const { lanes, colours, width, height } = picture;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, width, height);
  drawOutside(context, picture);
  for (const lane of lanes) {
    context.save();
    context.translate(0, Math.round(lane.top - picture.scrollTop));
    context.beginPath();
    context.rect(0, 0, width, lane.height);
    context.clip();
    drawLane(context, lane, picture);
    context.restore();
  }
}

/** What is before the first frame and after the last is no place for labels. */
function drawOutside(context: CanvasRenderingContext2D, picture: LanesPicture): void {
  const { view, frameCount, width, height, colours } = picture;
  context.fillStyle = colours.raised;
  const start = frameToX(view, 0);
  const end = frameToX(view, frameCount);
  if (start > 0) context.fillRect(0, 0, start, height);
  if (end < width) context.fillRect(end, 0, width - end, height);
}

function drawLane(context: CanvasRenderingContext2D, lane: Lane, picture: LanesPicture): void {
  const { view, width, colours, lookup, frameCount } = picture;
  const { track, height, colour } = lane;
  const isSelected = picture.selected.has(track.id);
  const middle = Math.floor(height / 2) + 0.5;
  if (isSelected) {
    context.fillStyle = colours.selected;
    context.fillRect(0, 0, width, height);
  }
  context.fillStyle = colours.line;
  context.fillRect(0, height - 1, width, 1);

  // Unlabelled frames have a faint line; it stops where the object is known to be absent.
  context.globalAlpha = 0.7;
  context.fillRect(
    Math.max(0, frameToX(view, 0)),
    middle - 0.5,
    Math.min(width, frameToX(view, frameCount)) - Math.max(0, frameToX(view, 0)),
    1,
  );
  context.globalAlpha = 1;
  const emptied = isSelected ? colours.selected : colours.background;
  for (const { span, left, right } of visibleSpans(track.visibility, view, width)) {
    context.fillStyle = emptied;
    context.fillRect(left, middle - 1, right - left, 2);
    if (span.value === 'visible') {
      context.globalAlpha = isSelected ? 0.24 : 0.14;
      context.fillStyle = colour;
      context.fillRect(left, 4, right - left, height - 9);
      context.globalAlpha = 1;
    } else if (span.value === 'occluded') drawHatched(context, left, right, lane, colour);
  }

  const { runs, doubts } = laneRuns(track, lookup);
  for (const { span, left, right } of visibleSpans(runs, view, width)) {
    drawRun(context, span, { left, right, middle, colour, lane, isSelected, picture });
  }
  context.fillStyle = colours.warn;
  for (const { left, right } of visibleSpans(doubts, view, width)) {
    context.fillRect(left, 1, Math.max(right - left, 2), 3);
  }
  drawBands(context, lane, picture);
  drawKeyframes(context, lane, { middle, colour, isSelected, picture });
}

const patterns = new Map<string, CanvasPattern | null>();

function hatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const known = patterns.get(colour);
  if (known) return known;
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext('2d');
  if (!pen) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.4;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift - 1, 7);
    pen.lineTo(shift + 7, -1);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  patterns.set(colour, pattern);
  return pattern ?? colour;
}

function drawHatched(
  context: CanvasRenderingContext2D,
  left: number,
  right: number,
  lane: Lane,
  colour: string,
): void {
  context.fillStyle = hatch(context, colour);
  context.globalAlpha = 0.75;
  context.fillRect(left, 4, right - left, lane.height - 9);
  context.globalAlpha = 1;
}

interface LanePen {
  middle: number;
  colour: string;
  isSelected: boolean;
  picture: LanesPicture;
}

function drawRun(
  context: CanvasRenderingContext2D,
  run: Run,
  pen: LanePen & { left: number; right: number; lane: Lane },
): void {
  const { middle, colour, isSelected, lane, left, right, picture } = pen;
  // Runs go from centre to centre, so that they meet the marks that hold them.
  const half = 0.5 / picture.view.framesPerPixel;
  const start = Math.max(left + half, -8);
  const end = Math.min(Math.max(right - half, start + 1), picture.width + 8);
  context.strokeStyle = colour;
  context.lineWidth = isSelected ? 2.2 : 1.4;
  const flowDash = [1.5, 3];
  const proposalDash = [5, 3];
  context.setLineDash(run.kind === 'flow' ? flowDash : lane.isProposal ? proposalDash : []);
  // A moving window on a long dotted line must not make the dots crawl.
  context.lineDashOffset = run.kind === 'flow' || lane.isProposal ? start - left : 0;
  context.beginPath();
  context.moveTo(start, middle);
  context.lineTo(end, middle);
  context.stroke();
  context.setLineDash([]);
  if (run.kind !== 'stale' || end - start < 12) return;
  context.fillStyle = picture.colours.warn;
  context.font = '600 12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText('≈', (Math.max(start, 0) + Math.min(end, picture.width)) / 2, middle - 5);
}

function drawKeyframes(context: CanvasRenderingContext2D, lane: Lane, pen: LanePen): void {
  const { picture, middle, colour, isSelected } = pen;
  const { view, width, drag } = picture;
  const marks = visibleMarks(lane.track.keyframes, view, width);
  const dragged = drag && drag.trackId === lane.track.id ? drag : null;
  if (areCrowded(marks)) {
    context.fillStyle = colour;
    const tall = lane.height - 12;
    for (const { x, mark } of marks) {
      context.globalAlpha = mark.source === 'person' && !lane.isProposal ? 1 : 0.6;
      context.fillRect(Math.floor(x), middle - tall / 2, 2, tall);
    }
    context.globalAlpha = 1;
  } else {
    for (const { x, mark } of marks) {
      if (dragged && mark.frame === dragged.fromFrame) context.globalAlpha = 0.3;
      drawDiamond(context, x, mark, { ...pen, lane });
      context.globalAlpha = 1;
    }
  }
  if (!dragged) return;
  const mark = keyframeAt(lane.track, dragged.fromFrame);
  const x = frameCentreX(view, dragged.toFrame);
  if (!mark) return;
  drawDiamond(context, x, mark, { picture, middle, isSelected, colour: picture.colours.text, lane });
}

function drawDiamond(
  context: CanvasRenderingContext2D,
  x: number,
  mark: Keyframe,
  pen: LanePen & { lane: Lane },
): void {
  const { middle, lane, colour, picture, isSelected } = pen;
  const radius = lane.isProposal ? 4 : isSelected ? 5.5 : 5;
  context.beginPath();
  context.moveTo(x, middle - radius);
  context.lineTo(x + radius, middle);
  context.lineTo(x, middle + radius);
  context.lineTo(x - radius, middle);
  context.closePath();
  context.lineWidth = 3;
  context.strokeStyle = isSelected ? picture.colours.selected : picture.colours.background;
  context.stroke();
  const isFilled = mark.source === 'person' && !lane.isProposal;
  context.fillStyle = isFilled ? colour : picture.colours.background;
  context.fill();
  if (isFilled) return;
  context.lineWidth = 1.4;
  context.strokeStyle = colour;
  context.stroke();
}

function drawBands(context: CanvasRenderingContext2D, lane: Lane, picture: LanesPicture): void {
  const { view, colours, width } = picture;
  for (const band of picture.bands) {
    if (!band.trackIds.has(lane.track.id)) continue;
    const left = Math.max(frameToX(view, band.startFrame), -2);
    const right = Math.min(frameToX(view, band.endFrame + 1), width + 2);
    if (right <= left) continue;
    const colour = band.kind === 'surgery' ? colours.accent : colours.text;
    if (band.kind === 'occluded') drawHatched(context, left, right, lane, colour);
    else {
      context.globalAlpha = 0.22;
      context.fillStyle = colour;
      context.fillRect(left, 1, right - left, lane.height - 3);
      context.globalAlpha = 1;
    }
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.strokeRect(left + 0.5, 1.5, right - left - 1, lane.height - 4);
    context.setLineDash([]);
  }
}
