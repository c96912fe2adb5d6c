import { net, protocol } from 'electron';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pageHeaders } from '#api/page-policy.ts';

const scheme = 'app';
/** The page's origin. Being a standard scheme it has storage, workers and cross-origin isolation like a web site. */
export const pageOrigin = `${scheme}://studio`;

/** Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Whether an address belongs to our page. */
export function isOurPage(url: string): boolean {
  return url === pageOrigin || url.startsWith(`${pageOrigin}/`);
}

/** Serves the page's files from `folder`, and everything under /asset/ by `fetchAsset`. */
export function servePage(folder: string, fetchAsset: (request: Request) => Promise<Response>): void {
  protocol.handle(scheme, async (request) => {
    if (!isOurPage(request.url)) return new Response('Not here', { status: 404 });
    const { pathname } = new URL(request.url);
    const response = pathname.startsWith('/asset/')
      ? await fetchAsset(request)
      : await fetchFile(folder, pathname);
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(pageHeaders)) headers.set(name, value);
    return new Response(response.body, { status: response.status, headers });
  });
}

async function fetchFile(folder: string, pathname: string): Promise<Response> {
  const file = path.join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname));
  if (!file.startsWith(folder + path.sep)) return new Response('Not here', { status: 404 });
  try {
    return await net.fetch(pathToFileURL(file).href);
  } catch {
    return new Response('Not here', { status: 404 });
  }
}
