import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { openSettings } from './console/settings.ts';
import { dataDir, tryWritableDir } from './files/dataDir.ts';
import { fail, reasonOf, tellFailuresAlso } from './files/fail.ts';
import type { FailureReason } from './files/fail.ts';
import { logFileIn, openLogFile } from './files/logFile.ts';
import { loadPolicy } from './files/policy.ts';
import { projectRoot } from './files/root.ts';
import { readScenarioInfos } from './shells/scenarios.ts';
import { electron } from './shells/electron/adapter.ts';
import { systemKeyring } from './shells/electron/keyring.ts';
import { createSystemIdle } from './shells/electron/attendance.ts';
import { cannotStartText } from './shells/electron/cannotStart.ts';
import { refusedSwitch } from './shells/electron/guards/switches.ts';
import { isTestBuild } from './shells/testBuild.ts';
import { installEnding } from './shells/electron/ending.ts';
import { saveFile } from './shells/electron/saveFile.ts';
import { openShell, prepareShell } from './shells/electron/shell.ts';
import { spawnUtilityChild } from './shells/electron/utilityChild.ts';
import { openWindowPlaces } from './shells/electron/windowPlaces.ts';
import { failFolderInUse, failNotReady, openHost, rendererFolder } from './shells/host.ts';
import { shellInfo } from './shells/info.ts';
import { parseStartOptions, startDataDir, withElectronOptions } from './shells/options.ts';
import type { StartOptions } from './shells/options.ts';
import { err, ok } from '../shared/domain/result.ts';
import type { Result } from '../shared/domain/result.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Refused = { readonly line: string; readonly reason: FailureReason };
const refuse = (line: string, reason: FailureReason = 'other'): Result<never, Refused> => err({ line, reason });

/** What the command line says. Electron and Chromium have switches of their own on it. */
const readCommandLine = (): Result<StartOptions, Refused> => {
  const command = withElectronOptions(new Command('jikim')).allowUnknownOption().allowExcessArguments().exitOverride();
  try {
    command.parse(process.argv, { from: process.defaultApp ? 'node' : 'electron' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) process.exit(0); // it has printed its help
    return refuse(reasonOf(thrown));
  }
  const start = parseStartOptions(command.opts());
  return typeof start === 'string' ? refuse(start) : ok(start);
};

/** What must be done before Electron is ready. Nothing is shown yet: a dialog needs an Electron that is. */
const prepare = (data: string): Result<{ readonly isFirst: boolean }, Refused> => {
  const profile = tryWritableDir(data, 'electron');
  if (!profile.ok) return refuse(profile.error, 'folder-unusable');
  return ok({ isFirst: prepareShell(electron, profile.value) });
};

const run = async (start: StartOptions, data: string): Promise<void> => {
  const root = projectRoot();
  const { blockCapture } = loadPolicy().console;
  const captureBlock = !blockCapture ? 'off' : electron.canBlockCapture ? 'on' : 'unable';
  const info = shellInfo(root, 'electron', start, captureBlock);
  const host = openHost({
    ...{ data, server: start.server, shell: info, say },
    scenarios: readScenarioInfos,
    saveFile: saveFile(electron),
    keyring: systemKeyring(),
    systemIdle_s: createSystemIdle(electron),
    isMuted: electron.isMuted,
    spawnChild: spawnUtilityChild(join(root, 'dist', 'main', 'cli.js')),
  });
  // From here on the console runs: a bug in one part is told in the log, and must not stop the others or show a stack to anybody.
  process.on('uncaughtException', (error) => {
    host.log.error({ error: error.name }, 'unexpected');
    host.console.restarted('console');
  });
  // Node opens its debugger on it, which a fuse keeps shut in packages; unheard it would end the program out of order instead.
  process.on('SIGUSR1', () => host.log.warn({ reason: 'SIGUSR1' }, 'refused'));
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
    places: openWindowPlaces(join(data, 'console', 'windows.json')),
    mapbox: info.mapboxToken !== null,
    onRefused: (reason) => host.log.warn({ reason }, 'refused'),
    onPageCrashed: (reason) => host.log.error({ reason }, 'page crashed'),
  });
  const failed = await host.server;
  if (failed !== null) failNotReady(failed);
};

const main = async (): Promise<void> => {
  process.env['JIKIM_LOG'] ??= 'warn';
  const opening = electron.isPackaged && !isTestBuild() ? refusedSwitch(electron.hasSwitch) : null;
  // It ends at once: while a dialog waited for somebody, what the switch opens would stand open.
  if (opening !== null) return fail(`${opening} is refused: it would open the console to other programs`);
  const start = readCommandLine();
  const data = start.ok ? startDataDir(start.value) : dataDir(undefined);
  const prepared = start.ok ? prepare(data) : start;
  const isSecond = prepared.ok && !prepared.value.isFirst; // the first instance comes to the front
  if (isSecond && start.ok && start.value.server.kind === 'own') return electron.exit(0);
  await electron.whenReady();
  tellFailuresAlso((line, reason) => {
    const file = openLogFile(logFileIn(data));
    file.write(`jikim: ${line}`);
    const { locale } = openSettings(join(data, 'console')).get();
    const { title, text } = cannotStartText({ locale, reason, line, logFile: file.path });
    electron.showError(title, text);
  });
  if (!prepared.ok) return fail(prepared.error.line, prepared.error.reason);
  if (!start.ok) return;
  // The window that came to the front may be of another server than the one to be joined.
  if (isSecond) return failFolderInUse(join(data, 'console'), data, start.value.server);
  await run(start.value, data);
};

main().catch((thrown: unknown) => fail(reasonOf(thrown)));
