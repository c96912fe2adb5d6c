import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

/** What lies over the screen, one at a time, opened by a key from anywhere. */
export type Overlay = 'none' | 'palette' | 'help' | 'definition';

const store = createStore<{ overlay: Overlay }>(() => ({ overlay: 'none' }));

export function showOverlay(overlay: Overlay): void {
  store.setState({ overlay });
}

export function useOverlay(): Overlay {
  return useStore(store, (state) => state.overlay);
}
