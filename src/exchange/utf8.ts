/** The two encoders every JavaScript runtime has; the pure rooms are compiled without a runtime's types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes?: Uint8Array, options?: { stream: boolean }): string };

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Decodes a stream of bytes piece by piece. `decode` and `finish` throw TypeError on bytes that are not UTF-8. */
export function utf8Stream(): { decode(bytes: Uint8Array): string; finish(): string } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), finish: () => decoder.decode() };
}
