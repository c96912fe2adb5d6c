import { useEffect, useRef } from 'react';
import { useEditor } from '../app/studio-context.ts';
import type { Session } from '../state/session.ts';

export function CanvasView({ session }: { session: Session }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useEditor(session, (state) => state.shownFrame);
  const picture = useEditor(session, (state) => state.picture);
  useEffect(() => {
    const shown = session.player.picture();
    const target = canvas.current;
    if (!shown || !target) return;
    target.width = shown.bitmap.width;
    target.height = shown.bitmap.height;
    target.getContext('2d')?.drawImage(shown.bitmap, 0, 0);
  }, [session, frame, picture]);
  return <canvas ref={canvas} data-testid="canvas" style={{ maxWidth: '100%', maxHeight: '100%' }} />;
}
