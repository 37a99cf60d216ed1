import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseState, getCurrentFuseWire } from '@electron/fuses';
import { z } from 'zod';
import { DISPATCHER, signIn } from '../e2e/flow.ts';
import { inRoot } from '../../tools/root.ts';
import { installed, test as shell } from './fixtures.ts';
import { ELECTRON, evaluateInMain, inspectorAddress, withInspector } from './inspector.ts';
import { debOf, expect, test } from './packages.ts';
import type { Packaged } from './packages.ts';

/*
 * What `npm run package` makes, started and taken apart. Where the Electron that is shipped cannot be had it is another one, with something in
 * SQLite's place; all else is as it is shipped.
 */

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const { dependencies, devDependencies } = Manifest.parse(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')));

test('a package starts, its server comes up, and a dispatcher signs in @long', async ({ marked, open }) => {
  const { page, started } = await open(marked);
  expect(page.url()).toBe('app://jikim/');
  await expect.poll(started.output).toContain('Monitoring server: http://127.0.0.1:');
  await signIn(page, DISPATCHER);
  await expect(page.getByRole('heading', { name: '사건 대기열' })).toBeVisible();
});

test('every fuse, read back from the binary, is as it is meant to be @long', async ({ plain }) => {
  // By their places on the wire, as Electron's own description of its fuses lists them.
  const meant = {
    0: FuseState.DISABLE, // runAsNode
    1: FuseState.ENABLE, // cookieEncryption
    2: FuseState.DISABLE, // nodeOptions
    3: FuseState.DISABLE, // nodeCliInspect
    4: FuseState.ENABLE, // embeddedAsarIntegrityValidation
    5: FuseState.ENABLE, // onlyLoadAppFromAsar
    6: FuseState.DISABLE, // loadBrowserProcessSpecificV8Snapshot
    7: FuseState.DISABLE, // grantFileProtocolExtraPrivileges
    8: FuseState.ENABLE, // wasmTrapHandlers, in later versions only
  };
  const { version: _, ...wire } = await getCurrentFuseWire(plain.binary);
  expect(Object.keys(wire).length).toBeGreaterThanOrEqual(8);
  expect(meant, 'no fuse but these').toMatchObject(wire);
});

test('the fuses hold: it runs no code that the environment or the command line brings @long', async ({
  plain,
  start,
  dataDir,
}) => {
  const evil = join(dataDir, 'evil.cjs');
  writeFileSync(evil, 'process.stdout.write("evil ran\\n");', { mode: 0o644 });
  const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${evil}` };
  const started = await start(plain, { env, args: ['--inspect=0', evil] });
  await expect.poll(started.output).toContain('Monitoring server: ');
  process.kill(started.pid, 'SIGUSR1'); // opens Node's inspector where it may be opened
  const server = /http:\/\/127\.0\.0\.1:\d+/.exec(started.output())?.[0] ?? '';
  const answers = await fetch(`${server}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
  expect(answers, 'it runs on').toBe(true);
  expect(started.output()).not.toMatch(/evil ran|Debugger listening|DevTools listening/);
});

/** What another program would start it with, to look into it or to take its guards away. */
const HOSTILE_SWITCHES = [
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--remote-debugging-address=127.0.0.1',
  '--remote-allow-origins=*',
  '--custom-devtools-frontend=file:///x',
  '--auto-open-devtools-for-tabs',
  '--enable-automation',
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-seccomp-filter-sandbox',
  '--disable-gpu-sandbox',
  '--single-process',
  '--disable-web-security',
  '--disable-site-isolation-trials',
  '--disable-features=x',
  '--enable-features=x',
  '--enable-blink-features=x',
  '--renderer-cmd-prefix=x',
  '--utility-cmd-prefix=x',
  '--gpu-launcher=x',
  '--browser-subprocess-path=x',
  '--load-extension=x',
  '--js-flags=--expose-gc',
  '--renderer-startup-dialog',
  '--proxy-server=127.0.0.1:9',
  '--host-rules=MAP * 127.0.0.1',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--ignore-certificate-errors',
  '--ssl-key-log-file=x',
  '--log-net-log=x',
  '--user-data-dir=x',
  '--use-fake-ui-for-media-stream',
] as const;

test('started with a switch that opens it, it refuses with one line and never opens @long', async ({
  plain,
  start,
}) => {
  for (const given of HOSTILE_SWITCHES) {
    const started = await start(plain, { args: [given] });
    expect(await started.ended(), given).toBe(2);
    // Chromium says of each system service that is missing here what it thinks of it.
    const said = started
      .output()
      .split('\n')
      .filter((line) => line !== '' && !/^\[\d+:.*:(ERROR|WARNING):/.test(line));
    expect(said, given).toEqual([
      `jikim: ${given.replace(/=.*/, '')} is refused: it would open the console to other programs`,
    ]);
  }
});

/** Asks Electron itself for DevTools. */
const OPEN_DEVTOOLS = `(() => {
  const contents = ${ELECTRON}.BrowserWindow.getAllWindows()[0]?.webContents;
  contents?.openDevTools({ mode: 'detach' });
  return contents === undefined ? 'no window yet' : contents.isDevToolsOpened();
})()`;

/** What is heard of DevTools on their way: the request guard stops their page too, in a package and in a checkout. */
const ON_THEIR_WAY = 'devtools://';

test('DevTools do not open in a package, not even when Electron is asked for them @long', async ({ marked, start }) => {
  await withInspector(marked, async (binary) => {
    const started = await start(marked, { binary, args: ['--inspect=0'] });
    await expect.poll(started.output).toContain('Monitoring server: ');
    const address = inspectorAddress(started.output());
    await expect.poll(() => evaluateInMain(address, OPEN_DEVTOOLS)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 2000)); // gives them the time to come
    expect(await evaluateInMain(address, OPEN_DEVTOOLS)).toBe(false);
    expect(started.output()).not.toContain(ON_THEIR_WAY);
  });
});

shell('the same call sets them on their way where nothing is packaged, so it is an attack @long', async ({ jikim }) => {
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  await jikim.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.openDevTools({ mode: 'detach' }),
  );
  await expect.poll(jikim.output).toContain(ON_THEIR_WAY);
});

test('it holds what is shipped and nothing else: no default app, no dependencies, two languages @long', async ({
  plain,
}) => {
  const packed = listPackage(plain.archive, { isPack: false });
  for (const file of [
    '/dist/main/electron.js',
    '/dist/preload/preload.cjs',
    '/dist/renderer/index.html',
    '/assets/policy.yaml',
  ])
    expect(packed).toContain(file);
  expect(packed.filter((file) => /node_modules|\.map$|\.ts$|\/\.vite|\/tests?\//.test(file))).toEqual([]);
  const manifest = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(extractFile(plain.archive, 'package.json').toString()));
  expect(Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
  expect(existsSync(join(plain.resources, 'default_app.asar'))).toBe(false);
  expect(existsSync(join(plain.resources, 'app'))).toBe(false);
  // SQLite's stand-in, in an Electron that needs one, is all that lies beside the archive.
  const beside = join(plain.resources, 'node_modules');
  expect(existsSync(beside) ? readdirSync(beside).toSorted() : []).toEqual(
    Number(installed.version.split('.')[0]) < 35 ? ['@libsql', '@neon-rs', 'libsql'] : [],
  );
  test.skip(process.platform === 'darwin', 'macOS keeps its languages elsewhere');
  expect(readdirSync(join(plain.folder, 'locales')).toSorted()).toEqual(['en-US.pak', 'ko.pak']);
});

test('it is no test build, and nothing outside of it can make it one @long', async ({ plain, marked }) => {
  const marks = ({ archive }: Packaged): readonly string[] =>
    listPackage(archive, { isPack: false })
      .filter((file) => file.startsWith('/dist/main/') && file.endsWith('.js'))
      .map((file) => extractFile(archive, file.slice(1)).toString())
      .flatMap((code) => /isTestBuild = \(\) => ([^;]*);/.exec(code)?.[1] ?? []);
  // A constant since it was bundled: there is nothing left to ask.
  expect(marks(plain)).toEqual(['false']);
  expect(marks(marked)).toEqual(['true']);
});

test('it is at most 25 MB without Electron @long', async ({ plain }) => {
  const ours = filesUnder(plain.resources).filter(
    (file) => !file.includes('node_modules') && !/\.lproj|\.icns/.test(file),
  );
  const size_MB = ours.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  console.info(`package: ${size_MB.toFixed(1)} MB without Electron`);
  expect(size_MB).toBeLessThanOrEqual(25);
});

test('its notices and its bill of materials name what is shipped, in its exact version @long', async ({ plain }) => {
  const notices = readFileSync(join(plain.resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  const Bill = z.object({
    bomFormat: z.literal('CycloneDX'),
    specVersion: z.string(),
    metadata: z.object({ component: z.object({ name: z.literal('jikim'), type: z.literal('application') }) }),
    components: z.array(z.object({ name: z.string(), version: z.string(), purl: z.string() })),
  });
  const bill = Bill.parse(JSON.parse(readFileSync(join(plain.resources, 'sbom.cdx.json'), 'utf8')));
  const named = new Map(bill.components.map(({ name, version }) => [name, version]));
  for (const [name, version] of Object.entries(dependencies)) {
    if (name === 'radix-ui') continue; // it hands on what is in packages of their own, and holds nothing itself
    expect(notices.includes(`\n${name} ${version} (`), name).toBe(true);
    expect(named.get(name), name).toBe(version);
  }
  expect(named.has('@radix-ui/react-dialog')).toBe(true);
  expect(named.get('electron')).toBe(installed.version);
  // Built and tested with, never shipped; what is in both lists is shipped.
  const tools = Object.keys(devDependencies).filter((name) => name !== 'electron' && !(name in dependencies));
  expect(tools.filter((name) => named.has(name) || notices.includes(`\n${name} `))).toEqual([]);
  for (const text of ['Permission is hereby granted, free of charge', 'SIL OPEN FONT LICENSE'])
    expect(notices.includes(text), text).toBe(true);
  expect(readFileSync(join(plain.resources, 'LICENSE'), 'utf8')).toBe(readFileSync(inRoot('LICENSE'), 'utf8'));
  test.skip(process.platform === 'darwin', 'macOS keeps Electron’s own licences elsewhere');
  for (const file of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
    expect(statSync(join(plain.folder, file)).size, file).toBeGreaterThan(0);
});

test('each file in the archive stands there with its hash @long', async ({ plain }) => {
  type Entry = { readonly files?: Readonly<Record<string, Entry>>; readonly integrity?: { readonly hash: string } };
  const { header } = getRawHeader(plain.archive);
  const check = (entry: Entry, path: string): number =>
    entry.files === undefined
      ? (expect(sha256(extractFile(plain.archive, path)), path).toBe(entry.integrity?.hash), 1)
      : Object.entries(entry.files).reduce((sum, [name, each]) => sum + check(each, join(path, name)), 0);
  expect(check(header, '')).toBeGreaterThan(20);
});

test('a byte changed in the archive stops it @long', async ({ plain, start }) => {
  test.skip(
    process.platform === 'linux',
    'Electron checks its archive on Windows and macOS only; on Linux dpkg finds the change',
  );
  const sound = readFileSync(plain.archive);
  const changed = Buffer.from(sound);
  const at = changed.indexOf('Monitoring server: ');
  changed[at] = changed.readUInt8(at) ^ 1;
  writeFileSync(plain.archive, changed);
  try {
    expect(await (await start(plain)).ended()).not.toBe(0);
  } finally {
    writeFileSync(plain.archive, sound);
  }
});

test.describe('the Debian package', () => {
  test.beforeEach(({ plain }) => {
    test.skip(process.platform !== 'linux' || debOf(plain) === null, 'there is no dpkg-deb here');
  });

  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(program, args, { encoding: 'utf8' });

  test('it is installed into a prefix, starts there, and a changed byte is found @long', async ({ plain, start }) => {
    test.skip(process.getuid?.() !== 0, 'only root installs a package');
    const deb = debOf(plain) ?? '';
    const prefix = mkdtempSync(join(tmpdir(), 'jikim-prefix-'));
    try {
      run('chmod', '755', prefix);
      run('mkdir', '-p', join(prefix, 'var/lib/dpkg/info'), join(prefix, 'var/lib/dpkg/updates'));
      writeFileSync(join(prefix, 'var/lib/dpkg/status'), '');
      // Its dependencies are those of this machine, which the prefix knows nothing of.
      spawnSync('dpkg', [`--root=${prefix}`, '--force-depends', '--log=/dev/null', '-i', deb]);
      const folder = join(prefix, 'usr/lib/jikim');
      const hashes = (of: string): readonly string[] =>
        filesUnder(of)
          .map((file) => `${relative(of, file)} ${sha256(readFileSync(file))}`)
          .toSorted();
      expect(hashes(folder)).toEqual(hashes(plain.folder));
      expect(statSync(join(folder, 'chrome-sandbox')).mode & 0o7777).toBe(0o4755);
      const asked = {
        ...plain,
        folder,
        archive: join(folder, 'resources/app.asar'),
        binary: join(prefix, 'usr/bin/jikim'),
      };
      const started = await start(asked, { binary: join(folder, 'jikim') });
      await expect.poll(started.output).toContain('Monitoring server: ');
      expect(run('dpkg', `--root=${prefix}`, '--verify', 'jikim')).toBe('');
      const bytes = readFileSync(asked.archive);
      bytes[bytes.length - 1] = bytes.readUInt8(bytes.length - 1) ^ 1;
      writeFileSync(asked.archive, bytes);
      const found = spawnSync('dpkg', [`--root=${prefix}`, '--verify', 'jikim'], { encoding: 'utf8' });
      expect(found.stdout).toContain('/usr/lib/jikim/resources/app.asar');
    } finally {
      rmSync(prefix, { recursive: true, force: true });
    }
  });

  test('its control data name the project, and every library that the binary needs @long', ({ plain }) => {
    const deb = debOf(plain) ?? '';
    const field = (name: string): string => run('dpkg-deb', '--field', deb, name).trim();
    expect(field('Package')).toBe('jikim');
    expect(field('Maintainer')).toBe('The Jikim project');
    const depends = field('Depends').split(', ');
    const tools = ['ldd', 'objdump'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
    test.skip(tools.length > 0, `not here: ${tools.join(', ')}`);
    const direct = [...run('objdump', '-p', plain.binary).matchAll(/NEEDED\s+(\S+)/g)].map(([, name]) => name ?? '');
    const paths = new Map(
      [...run('ldd', plain.binary).matchAll(/^\t(\S+) => (\S+)/gm)].map(([, name, path]) => [name, path]),
    );
    const packageOf = (library: string): string => {
      const path = (paths.get(library) ?? library).replace(/^\/lib/, '/usr/lib');
      const owner = spawnSync('dpkg', ['-S', path, path.replace(/^\/usr/, '')], { encoding: 'utf8' }).stdout;
      return /^([^:,\s]+)/.exec(owner)?.[1]?.replace(/t64$/, '') ?? library;
    };
    const system = direct.filter((library) => paths.get(library)?.startsWith(plain.folder) === false);
    expect(system.length).toBeGreaterThan(10);
    expect(depends).toEqual(expect.arrayContaining([...new Set(system.map(packageOf))]));
  });

  test('it brings a desktop entry in both languages and icons, and no script @long', ({ plain }) => {
    const deb = debOf(plain) ?? '';
    const listed = run('dpkg-deb', '--contents', deb);
    expect(listed).toContain('./usr/share/applications/jikim.desktop');
    for (const size of ['16x16', '48x48', '256x256', '512x512'])
      expect(listed).toContain(`./usr/share/icons/hicolor/${size}/apps/jikim.png`);
    expect(listed).toMatch(/^-rwsr-xr-x .*\.\/usr\/lib\/jikim\/chrome-sandbox$/m);
    // Nothing of it may be changed by anybody but root.
    expect(listed.split('\n').filter((line) => line !== '' && !line.includes(' root/root '))).toEqual([]);
    expect(listed.split('\n').filter((line) => /^[d-].{4}w|^[d-].{7}w/.test(line))).toEqual([]);
    expect(run('dpkg-deb', '--ctrl-tarfile', deb).match(/(pre|post)(inst|rm)/)).toBeNull();
  });
});
