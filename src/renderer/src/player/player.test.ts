import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestEditor } from '../canvas/test-editor.ts';
import { createPlayer, type PictureSource } from './player.ts';

/** Pictures that come when the test says so. A bitmap here is only told apart, never drawn. */
function fakeSource() {
  const sharp = new Map<number, ImageBitmap>();
  const soft = new Map<number, ImageBitmap>();
  const listeners = new Set<(index: number) => void>();
  let answer: ((frame: number) => void) | undefined;
  const source: PictureSource = {
    peek: (index) => sharp.get(index),
    peekProxy: (index) => soft.get(index),
    request: (index) =>
      new Promise((resolve) => {
        answer = (frame) => {
          const bitmap = sharp.get(frame);
          if (frame === index && bitmap) resolve({ kind: 'ready', index, bitmap });
        };
      }),
    setPlayhead: () => undefined,
    playbackStride: () => 1,
    onAvailable(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const bitmapOf = (name: string): ImageBitmap =>
    ({ width: 1, height: 1, close: () => undefined, name }) as never;
  return {
    source,
    async arrive(index: number, kind: 'sharp' | 'soft') {
      const bitmap = bitmapOf(`${kind} ${index}`);
      (kind === 'sharp' ? sharp : soft).set(index, bitmap);
      answer?.(index);
      for (const listener of listeners) listener(index);
      await Promise.resolve();
      return bitmap;
    },
  };
}

describe('the player', () => {
  beforeEach(() => {
    vi.stubGlobal('requestAnimationFrame', () => 0);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
  });
  afterEach(() => void vi.unstubAllGlobals());

  function start() {
    const { editor } = createTestEditor().model.host;
    const pictures = fakeSource();
    const player = createPlayer(editor, pictures.source);
    return { editor, player, pictures };
  }

  it('keeps picture and frame together while the next picture is on its way', async () => {
    const { editor, player, pictures } = start();
    const first = await pictures.arrive(0, 'sharp');
    player.goTo(0);
    player.goTo(5);
    expect(editor.getState()).toMatchObject({ frame: 5, shownFrame: 0 });
    expect(player.picture()).toMatchObject({ bitmap: first, frame: 0 });
    const fifth = await pictures.arrive(5, 'sharp');
    expect(editor.getState().shownFrame).toBe(5);
    expect(player.picture()).toMatchObject({ bitmap: fifth, frame: 5 });
  });

  it('does not step back where the first refresh began before play was pressed', async () => {
    const { editor, player, pictures } = start();
    let refresh: FrameRequestCallback | undefined;
    vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
      refresh = callback;
      return 1;
    });
    await pictures.arrive(9, 'sharp');
    await pictures.arrive(10, 'sharp');
    player.goTo(10);
    player.play();
    refresh?.(performance.now() - 20);
    expect(editor.getState()).toMatchObject({ frame: 10, shownFrame: 10 });
  });

  it('shows a small picture of the right frame until the sharp one comes', async () => {
    const { editor, player, pictures } = start();
    const soft = await pictures.arrive(7, 'soft');
    player.goTo(7);
    expect(player.picture()).toEqual({ bitmap: soft, frame: 7, isSharp: false });
    expect(editor.getState()).toMatchObject({ shownFrame: 7, picture: 'soft' });
    const sharp = await pictures.arrive(7, 'sharp');
    expect(player.picture()).toEqual({ bitmap: sharp, frame: 7, isSharp: true });
    await pictures.arrive(7, 'soft');
    expect(editor.getState().picture).toBe('sharp');
  });

  it('takes the picture anew when it comes in another size', async () => {
    const { player, pictures } = start();
    await pictures.arrive(3, 'sharp');
    player.goTo(3);
    const larger = await pictures.arrive(3, 'sharp');
    expect(player.picture()?.bitmap).toBe(larger);
  });

  it('never shows a picture of a frame that is no longer wanted', async () => {
    const { editor, player, pictures } = start();
    await pictures.arrive(0, 'sharp');
    player.goTo(0);
    player.goTo(5);
    player.goTo(9);
    await pictures.arrive(5, 'sharp');
    expect(editor.getState()).toMatchObject({ frame: 9, shownFrame: 0 });
  });
});
