import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Settings } from '../../shared/api/contract.ts';

export type SettingsFile = { readonly get: () => Settings; readonly set: (settings: Settings) => void };

const DEFAULTS: Settings = { locale: 'ko' };

const read = (file: string): Settings => {
  try {
    const parsed = Settings.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : DEFAULTS;
  } catch {
    return DEFAULTS; // not there yet, or unreadable: nothing in it is worth stopping for
  }
};

/** This console's settings in `settings.json`; written whole and swapped in, so that a crash leaves the old or the new. */
export const openSettings = (
  folder: string,
  onChange: (settings: Settings) => void = () => undefined,
): SettingsFile => {
  const file = join(folder, 'settings.json');
  let settings = read(file);
  return {
    get: () => settings,
    set: (next) => {
      settings = next;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.new`, `${JSON.stringify(next)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      onChange(next);
    },
  };
};
