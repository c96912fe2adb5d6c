import { ChevronDown, ChevronUp } from 'lucide-react';
import { movedPosition, type Placed } from './ordered-list.ts';

/** Moves an item of a list up or down by one. */
export function MoveButtons({
  name,
  id,
  items,
  onMove,
}: {
  name: string;
  id: string;
  items: readonly Placed[];
  onMove: (position: number) => void;
}) {
  const up = movedPosition(items, id, -1);
  const down = movedPosition(items, id, 1);
  return (
    <span className="move-buttons">
      <button
        type="button"
        className="quiet icon"
        aria-label={`Move ${name} up`}
        title="Move up"
        disabled={up === undefined}
        onClick={() => up !== undefined && onMove(up)}
      >
        <ChevronUp size={14} />
      </button>
      <button
        type="button"
        className="quiet icon"
        aria-label={`Move ${name} down`}
        title="Move down"
        disabled={down === undefined}
        onClick={() => down !== undefined && onMove(down)}
      >
        <ChevronDown size={14} />
      </button>
    </span>
  );
}
