import { mkdir, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hasFfmpeg, runFfmpeg, words } from './ffmpeg.ts';
import { sampleObjects, sampleRate, sampleScene } from './sample-scene.ts';
import { sceneRenderer, truthOf } from './scenes.ts';

/**
 * Makes the sample project's clip and its ground truth: `node scripts/clips/make-sample.ts`. Needs ffmpeg. The pictures
 * and the truth are the same on every machine; the coded bytes are those of one version of ffmpeg.
 */
const folder = fileURLToPath(new URL('../../resources/sample/', import.meta.url));

function* pictures(): Generator<Uint8Array> {
  const renderer = sceneRenderer(sampleScene);
  for (let frame = 0; frame < sampleScene.frameCount; frame++) {
    yield new Uint8Array(renderer.rgba(frame).buffer);
  }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** One line per object and column, so that people can read the file. */
function groundTruth(): string {
  const { width, height, frameCount } = sampleScene;
  const objects = sampleObjects.map(({ name, expression, note }) => {
    const truths = Array.from({ length: frameCount }, (_, frame) => truthOf(sampleScene, name, frame));
    const columns = {
      centres: truths.map(({ centre }) => centre && [rounded(centre.x), rounded(centre.y)]),
      boxes: truths.map(({ box }) => box && [box.x, box.y, box.width, box.height].map(rounded)),
      visibility: truths.map(({ visibility }) => visibility),
      visibleShare: truths.map(({ visibleShare }) => rounded(visibleShare)),
    };
    const lines = Object.entries({ name, expression, note, ...columns }).map(
      // An absent position is null.
      ([key, value]) =>
        `      ${JSON.stringify(key)}: ${JSON.stringify(value, (_, item: unknown) => item ?? null)}`,
    );
    return `    {\n${lines.join(',\n')}\n    }`;
  });
  const convention =
    'Pixels of the displayed frame, x right, y down, origin at the outer corner of the top-left pixel. ' +
    'Boxes are [x, y, width, height] of the whole outline, hidden parts too. ' +
    'Occluded: the centre is covered or off the picture. Absent: nothing of it is in the picture.';
  const head = { video: 'sample.mp4', width, height, frameCount, rate: sampleRate, convention };
  const headLines = Object.entries(head).map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  return `{\n${headLines.join(',\n')},\n  "objects": [\n${objects.join(',\n')}\n  ]\n}\n`;
}

if (hasFfmpeg()) {
  await mkdir(folder, { recursive: true });
  const { width, height } = sampleScene;
  await runFfmpeg(
    [
      ...words(`-f rawvideo -pix_fmt rgba -s ${width}x${height} -r ${sampleRate} -i -`),
      ...words('-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'),
      ...words('-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv'),
      ...words('-c:v libx264 -preset slow -crf 24 -bf 3 -g 90 -threads 1 -video_track_timescale 15360'),
      ...words('-map_metadata -1 -fflags +bitexact -flags +bitexact -movflags +faststart'),
      `${folder}sample.mp4`,
    ],
    pictures(),
  );
  await writeFile(`${folder}ground-truth.json`, groundTruth());
  process.stdout.write(`resources/sample/sample.mp4: ${(await stat(`${folder}sample.mp4`)).size} bytes\n`);
} else {
  process.stderr.write('ffmpeg is needed on the PATH to make the sample; nothing was changed.\n');
  process.exitCode = 1;
}
