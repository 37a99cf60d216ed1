import { createInterface } from 'node:readline';
import type { ScenarioInfo } from '../../../shared/api/contract.ts';
import { fail, reasonOf } from '../../files/fail.ts';
import { steadyNow, systemTime } from '../../files/systemTime.ts';
import { failNotReady, openHost, rendererFolder } from '../host.ts';
import { shellInfo } from '../info.ts';
import type { StartOptions } from '../options.ts';
import { spawnNodeChild } from '../server/nodeChild.ts';
import { openUrl } from './openUrl.ts';
import { openBrowserShell } from './shell.ts';

const onSignals = (stop: () => Promise<void>): void => {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      void stop().then(() => process.exit(0));
    });
  }
};

type RunOptions = {
  readonly root: string;
  readonly data: string;
  readonly entry: string;
  readonly start: StartOptions;
  readonly scenarios: () => Promise<readonly ScenarioInfo[]>;
  readonly say: (line: string) => void;
};

/** Runs the console in the browser shell until it is told to end. */
export const runBrowserShell = async ({ root, data, entry, start, scenarios, say }: RunOptions): Promise<void> => {
  const info = shellInfo(root, 'browser', start);
  const host = openHost({
    ...{ data, server: start.server, shell: info, scenarios, say },
    spawnChild: spawnNodeChild(entry),
    keyring: null, // plain Node reaches none
    saveFile: null, // the browser saves what the page gives it
    systemIdle_s: () => null, // only the page's own word, so that work in another program counts as nobody there
    isMuted: () => false, // a muted tab is not told to anybody, and the volume check asks the operator
  });
  const shell = await openBrowserShell({
    console: host.console,
    pages: rendererFolder(root),
    mapbox: info.mapboxToken !== null,
    port: 0,
    now: steadyNow(systemTime()),
    log: host.log,
  }).catch((error: unknown) => fail(`the browser shell could not start: ${reasonOf(error)}`));
  onSignals(async () => {
    await shell.close();
    await host.stop();
  });
  const offer = (): string => {
    const link = shell.newLink();
    say(`Open once, within 10 minutes: ${link}`);
    return link;
  };
  // No link before there is a server: it would open a console that ends at once where another server holds the folder or the port.
  const failed = await host.server;
  if (failed !== null) return failNotReady(failed);
  const link = offer();
  if (start.open) openUrl(link, process.platform, process.env);
  if (!process.stdin.isTTY) return;
  say('Enter: another link. Ctrl-C: end.');
  createInterface({ input: process.stdin }).on('line', offer);
};
