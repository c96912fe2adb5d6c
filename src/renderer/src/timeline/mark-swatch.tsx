import type { ReactElement } from 'react';
import { markShapeOf } from '../ui/palette.ts';

const outlines = {
  ring: <circle cx="6" cy="6" r="4" />,
  square: <rect x="2" y="2" width="8" height="8" />,
  diamond: <path d="M6 1 L11 6 L6 11 L1 6 Z" />,
  triangle: <path d="M6 1.5 L11 10.5 L1 10.5 Z" />,
};

/** An object's colour and shape, as its mark on the canvas has them; dashed for a proposal. */
export function MarkSwatch({
  number,
  colour,
  isDashed = false,
}: {
  number: number;
  colour: string;
  isDashed?: boolean;
}): ReactElement {
  return (
    <svg
      width="12"
      height="12"
      aria-hidden="true"
      fill={isDashed ? 'none' : colour}
      stroke={colour}
      strokeWidth="1.6"
      strokeDasharray={isDashed ? '2 1.5' : undefined}
    >
      {outlines[markShapeOf(number)]}
    </svg>
  );
}
