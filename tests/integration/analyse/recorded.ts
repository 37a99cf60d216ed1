import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyse } from '../../../main/commands/analyse/analyse.ts';
import type { Summary } from '../../../main/commands/analyse/analyse.ts';
import { readEvents } from '../../../main/commands/analyse/input/readEvents.ts';
import { readOrder } from '../../../main/commands/analyse/input/readOrder.ts';
import { readTrack } from '../../../main/commands/analyse/input/readTrack.ts';
import type { AlertLine } from '../../../main/commands/analyse/lines.ts';
import { loadPolicy } from '../../../main/files/policy.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { AlertId } from '../../../shared/domain/ids.ts';

/** Friday 2026-05-08 19:40 in Seoul, in seconds. */
export const T0_S = Date.UTC(2026, 4, 8, 10, 40) / 1000;
export const HOME: LonLat = [126.9236, 37.5568];
/** A place east and north of home, metres. */
export const at = (east_m: number, north_m = 0): LonLat => destination(destination(HOME, 0, north_m), 90, east_m);

export type Row = {
  readonly t: number;
  readonly at: LonLat;
  readonly accuracy_m?: number;
  readonly receivedAt?: number;
};
export type EventRow = { readonly t: number; readonly kind: string; readonly subject: 'offender' | 'victim' };

/** A row for every `every` seconds of a time, where `place` gives one. */
export const rows = (
  seconds: number,
  every: number,
  place: (t: number) => LonLat | null,
  accuracy_m = 5,
): readonly Row[] =>
  Array.from({ length: Math.floor(seconds / every) + 1 }, (_, i) => i * every).flatMap((t) => {
    const where = place(t);
    return where === null ? [] : [{ t, at: where, accuracy_m }];
  });

export const orderOf = (over: object = {}): object => ({
  id: 'ORD-1',
  basis: '시험',
  validFrom: '2026-01-01T00:00:00+09:00',
  validTo: '2027-01-01T00:00:00+09:00',
  limits: { warning_m: 2000, alert_m: 1000, contact_m: 100 },
  zones: [],
  ...over,
});

const csv = (track: readonly Row[]): string => {
  const received = track.some((row) => row.receivedAt !== undefined);
  const lines = track.map(({ t, at: [lon, lat], accuracy_m, receivedAt }) =>
    [T0_S + t, lat, lon, accuracy_m ?? '', ...(received ? [T0_S + (receivedAt ?? t)] : [])].join(','),
  );
  return [`t,lat,lon,accuracy_m${received ? ',receivedAt' : ''}`, ...lines, ''].join('\n');
};

/** A folder for the files of one test file, and what writes them. */
export const caseFolder = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'jikim-analyse-'));
  const write = (name: string, text: string | Uint8Array): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return { folder, write, drop: () => rmSync(folder, { recursive: true, force: true }) };
};

export type Told = AlertLine & { readonly t: number };
export type Outcome = { readonly lines: readonly Told[]; readonly summary: Summary };

/** Runs an analysis over files, within this process. */
export const analysedFiles = async (given: {
  readonly order: string;
  readonly offender: string;
  readonly victim: string;
  readonly events?: string;
}): Promise<Outcome> => {
  const policy = loadPolicy();
  const order = readOrder(given.order, policy.limits);
  if (!order.ok) throw new Error(`order: ${order.error.field} ${order.error.message}`);
  const lines: Told[] = [];
  let ids = 0;
  const done = await analyse(
    {
      order: order.value,
      offender: readTrack(given.offender, policy, order.value),
      victim: readTrack(given.victim, policy, order.value),
      events: given.events === undefined ? null : readEvents(given.events),
    },
    policy,
    () => AlertId.parse(`alert-${(ids += 1)}`),
    (line) => lines.push({ ...line, t: Date.parse(line.at) / 1000 - T0_S }),
  );
  if (!done.ok) throw new Error(`${done.error.file}: ${done.error.field} ${done.error.message}`);
  return { lines, summary: done.value };
};

/** Runs an analysis over rows, through real files. */
export const analysed = (
  folder: ReturnType<typeof caseFolder>,
  given: {
    readonly order?: object;
    readonly offender: readonly Row[];
    readonly victim: readonly Row[];
    readonly events?: readonly EventRow[];
  },
): Promise<Outcome> => {
  const events = (given.events ?? []).map((e) => JSON.stringify({ ...e, t: T0_S + e.t })).join('\n');
  const files = {
    order: folder.write('order.json', JSON.stringify(given.order ?? orderOf())),
    offender: folder.write('offender.csv', csv(given.offender)),
    victim: folder.write('victim.csv', csv(given.victim)),
  };
  return analysedFiles(given.events === undefined ? files : { ...files, events: folder.write('events.jsonl', events) });
};

/** The lines as short words. */
export const told = (lines: readonly Told[]): readonly string[] =>
  lines.map((l) => `${l.t} ${l.event.slice(6)} ${l.rule} ${l.level} ${l.certainty} ${l.code}`);
