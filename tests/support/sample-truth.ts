import fs from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../resources/sample');

/** The clip of the sample project, whose objects' places are known on every frame. */
export const sampleClip = path.join(folder, 'sample.mp4');

/** A real clip of three cups that are shuffled by hand; not shipped, so tests that want it must do without. */
export const cupsClip = path.resolve(folder, '../../../shared/clips/02_cups.mp4');

interface GroundTruth {
  objects: { name: string; centres: ([number, number] | null)[] }[];
}

/** Where an object of the sample truly is. Throws where the sample has no such object. */
export function truthOf(name: string): { at(frame: number): { x: number; y: number } } {
  const file = path.join(folder, 'ground-truth.json');
  const { objects } = JSON.parse(fs.readFileSync(file, 'utf8')) as GroundTruth;
  const object = objects.find((each) => each.name === name);
  if (!object) throw new Error(`The sample has no ${name}`);
  return {
    at(frame) {
      const centre = object.centres[frame];
      if (!centre) throw new Error(`The ${name} is not in the picture on frame ${frame}`);
      return { x: centre[0], y: centre[1] };
    },
  };
}
