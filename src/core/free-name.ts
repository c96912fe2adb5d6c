import fs from 'node:fs';
import path from 'node:path';

/** A path in the folder where nothing is, and which is not promised: "clip.mp4", then "clip 2.mp4". */
export function freeName(folder: string, name: string, isPromised = (_file: string) => false): string {
  const { name: stem, ext } = path.parse(name);
  for (let n = 1; ; n++) {
    const file = path.join(folder, n === 1 ? name : `${stem} ${n}${ext}`);
    if (!fs.existsSync(file) && !isPromised(file)) return file;
  }
}
