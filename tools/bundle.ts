import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig, type LogLevel } from 'vite';
import { inRoot } from './root.ts';

/**
 * Left to the runtime: Electron is part of the shell; the two `ws` add-ons are native, optional and not installed; `supports-color` is what
 * `debug` takes where it finds it, and here only tools bring it along.
 */
const EXTERNAL = ['electron', 'bufferutil', 'utf-8-validate', 'supports-color', ...builtinModules, /^node:/] as const;

/** Shared by every bundle that runs outside the page. */
const forNode = (logLevel: LogLevel): InlineConfig => ({
  configFile: false,
  root: inRoot(),
  logLevel,
  publicDir: false,
  // Dependencies are bundled too, so that the packaged app carries no node_modules.
  ssr: { noExternal: true, target: 'node' },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
});

/** The renderer: renderer/index.html → dist/renderer. */
export const bundleRenderer = async (logLevel: LogLevel): Promise<void> => {
  await build({ configFile: inRoot('vite.config.ts'), logLevel, build: { license: { fileName: LICENCES } } });
};

type MainBundle = {
  /** Folder inside the checkout. */
  readonly to: string;
  readonly target: 'node20' | 'node24';
  /** Node's own SQLite, or for an Electron without one what stands in for it. */
  readonly sqlite: 'node' | 'standIn';
  /** Made for tests: a package of it may be looked into (main/shells/testBuild.ts). */
  readonly testBuild: boolean;
};

const SHIPPED_MAIN: MainBundle = { to: 'dist/main', target: 'node24', sqlite: 'node', testBuild: false };

/** Where each bundle lists the packages that are in it, with their licences. */
export const LICENCES = '.vite/licences.json';

/** What stands in for node:sqlite is bundled; what it stands on is a native add-on, which cannot be. */
const SQLITE_STAND_IN = { find: 'node:sqlite', replacement: inRoot('tools/standIns/sqlite.ts') } as const;
const STAND_IN_EXTERNAL = [
  ...EXTERNAL.filter((name) => typeof name === 'string' && name !== SQLITE_STAND_IN.find),
  /^node:(?!sqlite$)/,
  'libsql',
];

/** The command line and Electron's entry, sharing their chunks: dist/main/{cli,electron}.js. */
export const bundleMain = async (
  logLevel: LogLevel,
  { to, target, sqlite, testBuild }: MainBundle = SHIPPED_MAIN,
): Promise<void> => {
  const shared = forNode(logLevel);
  const standsIn = sqlite === 'standIn';
  await build({
    ...shared,
    resolve: { alias: standsIn ? [SQLITE_STAND_IN] : [] },
    // Dependencies written as CommonJS ask for their folder, which a module knows by another name.
    define: {
      ...shared.define,
      __dirname: 'import.meta.dirname',
      __JIKIM_TEST_BUILD__: JSON.stringify(testBuild),
    },
    build: {
      ssr: true,
      outDir: inRoot(to),
      emptyOutDir: true,
      target,
      sourcemap: true,
      minify: false,
      license: { fileName: LICENCES },
      rolldownOptions: {
        input: {
          cli: inRoot('main/cli.ts'),
          electron: inRoot('main/index.ts'),
          // The thread that draws reports.
          evidence: inRoot('main/console/evidence/worker.ts'),
          // The thread that writes the server's store.
          store: inRoot('main/monitoring/store/sqlite/worker.ts'),
        },
        external: standsIn ? [...STAND_IN_EXTERNAL] : [...EXTERNAL],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
};

/** Faces of the reports: the packaged app has no packages to find them in. */
const FACES = ['400Regular/NotoSansKR_400Regular.ttf', '700Bold/NotoSansKR_700Bold.ttf'] as const;

/** The typeface of the reports, compressed to half its size, with its licence, beside the bundle. */
export const copyFonts = (to = SHIPPED_MAIN.to): void => {
  const from = (file: string): string => inRoot('node_modules/@expo-google-fonts/noto-sans-kr', file);
  cpSync(from('LICENSE_FONT'), inRoot(to, 'fonts/LICENSE_FONT'));
  for (const file of FACES) {
    const packed = inRoot(to, 'fonts', `${file}.gz`);
    mkdirSync(dirname(packed), { recursive: true });
    writeFileSync(packed, gzipSync(readFileSync(from(file)), { level: 9 }));
  }
};

/** The preload script: one CommonJS file, because a sandboxed preload can load nothing else. */
export const bundlePreload = async (logLevel: LogLevel): Promise<void> => {
  await build({
    ...forNode(logLevel),
    build: {
      ssr: true,
      outDir: inRoot('dist/preload'),
      emptyOutDir: true,
      target: 'chrome156',
      sourcemap: false,
      minify: false,
      license: { fileName: LICENCES },
      rolldownOptions: {
        input: { preload: inRoot('preload/preload.ts') },
        external: [...EXTERNAL],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  });
};
