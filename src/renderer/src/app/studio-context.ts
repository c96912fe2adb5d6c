import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EditorState } from '../state/editor-state.ts';
import type { Session } from '../state/session.ts';
import type { StudioState } from '../state/studio-state.ts';
import type { Studio } from '../state/studio.ts';

export const StudioContext = createContext<Studio | null>(null);

/** The studio of this page. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('useStudio outside of the app');
  return studio;
}

/** A part of the studio's state; the component draws again when it changes. */
export function useStudioState<T>(pick: (state: StudioState) => T): T {
  return useStore(useStudio().store, pick);
}

/** A part of the open video's state. */
export function useEditor<T>(session: Session, pick: (state: EditorState) => T): T {
  return useStore(session.editor, pick);
}
