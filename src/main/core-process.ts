import type { MessageEvent } from 'electron';
import { createStudio, defaultStudioOptions, openTarget, serveAsset, servePort } from '#core/index.ts';
import { openAssetPipe } from './asset-pipe.ts';
import type { FromCore, ToCore } from './core-messages.ts';

/** The core in a process of its own, so that no query ever holds up the window. */

const studio = createStudio(defaultStudioOptions());
const assets = await openAssetPipe((request) => serveAsset(studio, request));

function tell(message: FromCore): void {
  process.parentPort.postMessage(message);
}

async function open(target: string | undefined): Promise<void> {
  try {
    await openTarget(studio, target);
  } catch (error) {
    tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  }
}

process.parentPort.on('message', (event: MessageEvent) => {
  const message = event.data as ToCore;
  switch (message.kind) {
    case 'client': {
      const port = event.ports[0];
      if (port === undefined) throw new Error('A client came without a port');
      servePort(studio, port);
      port.start();
      return;
    }
    case 'open':
      void open(message.target);
      return;
    case 'close':
      studio.close();
      assets.close();
      process.exit(0);
  }
});

tell({ kind: 'ready', assets: assets.address });
for await (const event of studio.projectEvents.subscribe()) {
  if (event.kind === 'project') tell({ kind: 'project', folder: event.folder });
}
