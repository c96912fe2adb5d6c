import { ORPCError } from '@orpc/server';
import { randomUUID } from 'node:crypto';
import type { StudioErrorCode } from '#api/errors.ts';
import { studioErrors } from '#api/errors.ts';
import { MediaError } from '#media/media-error.ts';
import type { Logger } from 'pino';

/** A failure with a declared code: its message reaches the person as it is. */
export class StudioError extends Error {
  override name = 'StudioError';
  readonly code: StudioErrorCode;
  readonly data: unknown;

  constructor(code: StudioErrorCode, message: string, data?: unknown, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}

/**
 * What crosses to the caller: declared failures of any room keep code, message and data; anything else is logged
 * once, here, and crosses as a reference.
 */
export function toCallerError(error: unknown, log: Logger): unknown {
  if (error instanceof ORPCError) return error;
  if (error instanceof Error && 'code' in error && String(error.code) in studioErrors) {
    const data = 'data' in error ? error.data : undefined;
    return new ORPCError(String(error.code), { message: error.message, data, defined: true, cause: error });
  }
  if (error instanceof MediaError) {
    const data = { reason: error.code, canTranscode: false, advice: error.remedy ?? '' };
    return new ORPCError('MEDIA_REFUSED', { message: error.message, data, defined: true, cause: error });
  }
  if (error instanceof Error && error.name === 'AbortError') return error;
  const reference = randomUUID().slice(0, 8);
  log.error({ err: error, reference }, 'internal error');
  return new ORPCError('INTERNAL', {
    message: `Something went wrong inside the program (reference ${reference}). The log has the details.`,
    data: { reference },
    defined: true,
  });
}
