import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const cookieName = 'fiducial';

/**
 * Whether a request comes from our own page: the right Host (against DNS rebinding), the right or no Origin
 * (against other sites' pages), and the launch's token as a cookie, or once in the address.
 */
export function isOurs(
  request: Pick<IncomingMessage, 'headers' | 'url'>,
  port: number,
  token: string,
): boolean {
  const { host, origin, cookie } = request.headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host)) return false;
  if (origin !== undefined && !hosts.some((name) => origin === `http://${name}`)) return false;
  const given = tokenIn(cookie) ?? new URL(request.url ?? '/', `http://${host}`).searchParams.get('token');
  return given !== null && isEqual(given, token);
}

function tokenIn(cookie: string | undefined): string | null {
  const pair = cookie?.split('; ').find((part) => part.startsWith(`${cookieName}=`));
  return pair === undefined ? null : pair.slice(cookieName.length + 1);
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
