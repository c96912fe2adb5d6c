/** Why a file cannot be a video of the project, or a frame cannot be shown. */
export type MediaErrorCode =
  | 'FILE_UNREADABLE'
  | 'EMPTY_FILE'
  | 'NOT_VIDEO'
  | 'NO_VIDEO_TRACK'
  | 'NO_FRAMES'
  | 'DAMAGED'
  | 'UNSUPPORTED_CODEC'
  | 'UNSUPPORTED_EDITS'
  | 'UNSUPPORTED_TIMES'
  | 'NO_IMAGES'
  | 'CANNOT_DECODE';

/** A file or frame that is refused. The message names it and says what to do. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;
  /** A command that makes an index-preserving copy this program can open, where there is one. */
  readonly remedy: string | undefined;

  constructor(code: MediaErrorCode, message: string, options: { cause?: unknown; remedy?: string } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** Quotes one argument for a POSIX shell and for people to read. */
function quoted(argument: string): string {
  return /^[\w./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** ffmpeg's arguments for a copy with the same frames at the same indices, in a codec every host decodes. */
export function copyArguments(input: string, output: string): string[] {
  return [
    '-i',
    input,
    '-map',
    '0:v:0',
    '-fps_mode',
    'passthrough',
    '-c:v',
    'libx264',
    '-crf',
    '12',
    '-pix_fmt',
    'yuv420p',
    '-an',
    output,
  ];
}

/** The command line of that copy, for messages. */
export function copyCommand(fileName: string): string {
  const output = `${fileName.replace(/\.[^.]*$/, '')}-copy.mp4`;
  return ['ffmpeg', ...copyArguments(fileName, output)].map(quoted).join(' ');
}
