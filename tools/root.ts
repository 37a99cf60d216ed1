import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this tool belongs to, so that every tool works from any folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** @returns an absolute path inside the checkout. */
export const inRoot = (...parts: readonly string[]): string => join(ROOT, ...parts);
