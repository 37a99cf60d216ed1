import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ShellInfo } from '../../shared/api/contract.ts';
import type { StartOptions } from './options.ts';

const Manifest = z.object({ version: z.string() });

/** What a window is told of the shell that carries it. The mapbox token comes from the deployment's environment. */
export const shellInfo = (
  root: string,
  kind: ShellInfo['kind'],
  { map }: Pick<StartOptions, 'map'>,
  captureBlock: ShellInfo['captureBlock'] = 'unable',
): ShellInfo => ({
  kind,
  nativeNotifications: kind === 'electron',
  version: Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version,
  mapboxToken: process.env['JIKIM_MAPBOX_TOKEN'] || null,
  map: map === 'on',
  captureBlock,
  demo: true,
});
