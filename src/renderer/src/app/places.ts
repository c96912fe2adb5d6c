import { navigate } from 'wouter/use-hash-location';
import type { Arrival } from '../state/studio-state.ts';
import type { Studio } from '../state/studio.ts';

/** Whether the screen on show is the one where videos are annotated. */
export function isAnnotating(): boolean {
  return location.hash.startsWith('#/annotate/');
}

/** Opens a video at a frame and with an expression in hand; what is null stays as it is. */
export function goToPlace(studio: Studio, place: Arrival): void {
  studio.store.setState({ arrival: place });
  navigate(`/annotate/${place.videoId}`);
}

/** Addresses of the screens. */
export const screens = {
  home: '/home',
  videos: '/videos',
  data: '/data',
  export: '/export',
  settings: '/settings',
} as const;
