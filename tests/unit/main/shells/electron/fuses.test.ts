import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

/** The fuses of Electron 45, as its fuse wire lists them. */
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

const Builder = z.object({ electronFuses: z.record(z.string(), z.boolean()), asar: z.literal(true) });

test('every fuse that Electron has is set, and those that open it are off', () => {
  const { electronFuses } = Builder.parse(parse(readFileSync('electron-builder.yml', 'utf8')));
  for (const name of FUSES) expect(electronFuses, name).toHaveProperty(name);
  expect(electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});
