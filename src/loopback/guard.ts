import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Cookies are shared by all ports of a host: each studio that runs keeps its own. */
export function cookieName(port: number): string {
  return `fiducial-${port}`;
}

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
  // A cookie of an earlier launch must not stand in the way of the address that this one printed.
  const inAddress = new URL(request.url ?? '/', `http://${host}`).searchParams.get('token');
  return [tokenIn(cookie, port), inAddress].some((given) => given !== null && isEqual(given, token));
}

function tokenIn(cookie: string | undefined, port: number): string | null {
  const start = `${cookieName(port)}=`;
  const pair = cookie?.split('; ').find((part) => part.startsWith(start));
  return pair === undefined ? null : pair.slice(start.length);
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
