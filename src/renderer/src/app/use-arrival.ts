import { useEffect } from 'react';
import type { Session } from '../state/session.ts';
import { useStudio, useStudioState } from './studio-context.ts';

/** Takes the open video to the place that was asked for when it was opened. */
export function useArrival(session: Session | null): void {
  const studio = useStudio();
  const arrival = useStudioState((state) => state.arrival);
  useEffect(() => {
    if (!session || arrival?.videoId !== session.videoId) return;
    studio.store.setState({ arrival: null });
    if (arrival.expressionId !== null) {
      session.editor.setState({ activeExpressionId: arrival.expressionId, selectedTrackIds: [] });
    }
    if (arrival.frame !== null) session.player.goTo(arrival.frame);
  }, [studio, session, arrival]);
}
