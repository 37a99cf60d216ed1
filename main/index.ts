import { join } from 'node:path';
import { Command } from 'commander';
import { dataDir, writableDir } from './files/dataDir.ts';
import { fail } from './files/fail.ts';
import { projectRoot } from './files/root.ts';
import { readScenarioInfos } from './shells/scenarios.ts';
import { electron } from './shells/electron/adapter.ts';
import { refusedSwitch } from './shells/electron/guards/switches.ts';
import { isTestBuild } from './shells/testBuild.ts';
import { installEnding } from './shells/electron/ending.ts';
import { saveFile } from './shells/electron/saveFile.ts';
import { openShell, prepareShell } from './shells/electron/shell.ts';
import { spawnUtilityChild } from './shells/electron/utilityChild.ts';
import { failNotReady, openHost, rendererFolder } from './shells/host.ts';
import { shellInfo } from './shells/info.ts';
import { parseStartOptions, withStartOptions } from './shells/options.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (given: unknown): Promise<void> => {
  const refused = electron.isPackaged && !isTestBuild() ? refusedSwitch(electron.hasSwitch) : null;
  if (refused !== null) return fail(`${refused} is refused: it would open the console to other programs`);
  const start = parseStartOptions(given);
  if (typeof start === 'string') return fail(start);
  const data = dataDir(start.data);
  if (!prepareShell(electron, writableDir(data, 'electron'))) return electron.exit(0); // the first instance comes to the front
  process.env['JIKIM_LOG'] ??= 'warn';
  const root = projectRoot();
  const info = shellInfo(root, 'electron', start);
  await electron.whenReady();
  const host = openHost({
    ...{ data, scenario: start.scenario, port: start.port, shell: info, say },
    scenarios: readScenarioInfos,
    saveFile: saveFile(electron),
    spawnChild: spawnUtilityChild(join(root, 'dist', 'main', 'cli.js')),
  });
  installEnding({
    electron,
    signals: process,
    stop: host.stop,
    onFailed: (error) => host.log.error({ error }, 'end failed'),
  });
  openShell({
    ...{ electron, console: host.console, pages: rendererFolder(root) },
    icon: join(root, 'assets', 'icons', '256x256.png'),
    preload: join(root, 'dist', 'preload', 'preload.cjs'),
    mapbox: info.mapboxToken !== null,
    onRefused: (reason) => host.log.warn({ reason }, 'refused'),
    onPageCrashed: (reason) => host.log.error({ reason }, 'page crashed'),
  });
  const server = await host.server;
  if (!server.ready) failNotReady(server);
};

// Electron and Chromium have switches of their own on this command line.
const command = withStartOptions(new Command('jikim')).allowUnknownOption().allowExcessArguments();
command.parse(process.argv, { from: process.defaultApp ? 'node' : 'electron' });
void main(command.opts());
