import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConsoleProcess } from '../../console/console.ts';
import type { Log } from '../../files/log.ts';
import { securityHeaders } from '../csp.ts';
import { indexPages } from '../pages.ts';
import { openBridge } from './bridge.ts';
import { createRequestHandler } from './requests.ts';
import { createTickets } from './tickets.ts';

export type BrowserShell = {
  readonly port: number;
  /** A new link that works once, for ten minutes. */
  readonly newLink: () => string;
  readonly close: () => Promise<void>;
};

type BrowserShellOptions = {
  readonly console: Pick<ConsoleProcess, 'answer' | 'onAny'>;
  /** Folder of the built renderer. */
  readonly pages: string;
  readonly mapbox: boolean;
  /** 0 = a free one. */
  readonly port: number;
  readonly now: () => number;
  readonly log: Log;
};

const HOST = '127.0.0.1';

/**
 * Serves the renderer on this machine's loopback address, and nowhere else.
 * @throws Error when the port is taken or the built renderer is not there.
 */
export const openBrowserShell = async (options: BrowserShellOptions): Promise<BrowserShell> => {
  const tickets = createTickets(options.now);
  const onRefused = (reason: string): void => options.log.warn({ reason: `shell:${reason}` }, 'refused');
  let port = options.port;
  const common = { tickets, port: () => port, onRefused };
  const handle = createRequestHandler({
    ...common,
    pages: indexPages(options.pages),
    headers: securityHeaders({ mapbox: options.mapbox }),
  });
  const http = createServer({ requestTimeout: 10_000, headersTimeout: 5000, maxHeaderSize: 16_384 }, handle);
  const bridge = openBridge({ ...common, console: options.console });
  http.on('upgrade', bridge.upgrade);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, HOST, () => resolve());
  });
  port = (http.address() as AddressInfo).port; // an AddressInfo whenever a TCP server listens
  return {
    port,
    newLink: () => `http://${HOST}:${port}/enter?token=${tickets.issue()}`,
    close: async () => {
      await bridge.close();
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
    },
  };
};
