import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LonLat } from '../../../../../../shared/domain/fixes.ts';
import { destination } from '../../../../../../shared/domain/geo/geodesic.ts';
import { keysFileOf } from '../../../../../../main/monitoring/store/sqlite/keys.ts';
import { secretFrom } from '../../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, HOME, O, policy, startWatch, supervisor, V, withoutStories } from '../../watch.ts';
import type { Watch } from '../../watch.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'server.db');
const onDisk = (): Watch =>
  startWatch({ store: openStore(file(), secretFrom(new Uint8Array(32))), policy: withoutStories });
/** All files of the store as they lie there now, the write-ahead log included. */
const raw = (): readonly Buffer[] => readdirSync(folder).map((name) => readFileSync(join(folder, name)));
const isOnDisk = (bytes: Buffer): boolean => raw().some((content) => content.includes(bytes));

const double = (degrees: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(degrees);
  return bytes;
};
/** Both numbers of a place as presence and tracks hold them, in ten-millionths. */
const whole = (lon: number, lat: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(Math.round(lon * 1e7));
  bytes.writeInt32LE(Math.round(lat * 1e7), 4);
  return bytes;
};
/** A place in the forms a program might write it: text, doubles of either byte order, whole numbers. */
const formsOf = ([lon, lat]: LonLat): readonly Buffer[] => [
  ...[lon, lat].flatMap((degrees) => [
    Buffer.from(String(degrees).slice(0, 6)),
    double(degrees),
    double(degrees).reverse(),
  ]),
  whole(lon, lat),
];
const places = (metres: number): readonly Buffer[] => [...formsOf(HOME), ...formsOf(destination(HOME, 0, metres))];

const sealedOf = (): readonly Buffer[] => {
  const db = new DatabaseSync(file(), { readOnly: true });
  db.prepare('ATTACH ? AS keys').run(keysFileOf(file()));
  const rows = ['keys.live', 'incident_positions', 'seals'].flatMap((table) =>
    db.prepare(`SELECT sealed FROM ${table}`).all(),
  );
  db.close();
  return rows.flatMap(({ sealed }) => (sealed instanceof Uint8Array ? [Buffer.from(sealed)] : []));
};
const reporting = (watch: Watch, seconds: number, metres: number): void =>
  watch.pass(seconds, () => watch.apart(metres));

describe('the disk', () => {
  it('holds no position outside an incident but everybody’s last, and that one sealed', () => {
    const watch = onDisk();
    watch.monitoring.setSignedIn([d1]);
    reporting(watch, 30, 5000);
    expect(sealedOf()).toEqual([]);
    expect([...watch.store.lastFixes.all().keys()].toSorted()).toEqual([O, V]);
    expect(places(5000).filter(isOnDisk)).toEqual([]);
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    watch.store.close();
  });

  it('holds the positions of an incident sealed', () => {
    const watch = onDisk();
    watch.monitoring.setSignedIn([d1]);
    reporting(watch, 5, 5000);
    reporting(watch, 5, 700);
    expect(sealedOf().length).toBeGreaterThan(1);
    expect(sealedOf().every(isOnDisk)).toBe(true);
    expect([...places(5000), ...places(700)].filter(isOnDisk)).toEqual([]);
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    watch.store.close();
  });

  it('holds neither positions nor their key once the incident is closed, not even in the log of writes', () => {
    const watch = onDisk();
    watch.monitoring.setSignedIn([d1, supervisor]);
    reporting(watch, 5, 5000);
    reporting(watch, 5, 700);
    const sealed = sealedOf();
    expect(sealed.every(isOnDisk)).toBe(true);
    const [incidentId] = watch.monitoring.world().incidents.keys();
    if (incidentId === undefined) throw new Error('no incident');
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null });
    expect(watch.ask(supervisor, { kind: 'incident.close', incidentId, review: '가상의 검토' }).ok).toBe(true);
    expect(sealed.filter(isOnDisk)).toEqual([]);
    expect(watch.bodies('positions.deleted')).toHaveLength(1);
    // The record outlives them: distances, times and actions.
    expect(watch.monitoring.entriesSince(0, 500).map((entry) => entry.body.kind)).toEqual(
      expect.arrayContaining(['distance.measured', 'incident.resolved', 'incident.closed', 'positions.deleted']),
    );
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    watch.store.close();
  });

  it('is given back nothing after a restart but the last fix: the way there was in memory only', () => {
    const before = onDisk();
    reporting(before, 30, 5000);
    void before.monitoring.close(); // done when it returns: its store writes within the call
    before.store.close();
    const after = startWatch({
      store: openStore(file(), secretFrom(new Uint8Array(32))),
      now_ms: before.now() + 60_000, // as long as the way from 5,000 to 700 m takes at least
    });
    after.monitoring.setSignedIn([d1]);
    after.apart(700);
    const [opened] = after.monitoring.leasesOf(d1.id);
    expect(opened?.leadIn.map((track) => track.points.length)).toEqual([2, 2]);
    void after.monitoring.close(); // done when it returns: its store writes within the call
    after.store.close();
  });
});

describe('the way to a breach', () => {
  it('begins no more than the policy’s minutes before it', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    for (let s = 0; s < 2 * policy.track.memory_s; s += 10) {
      watch.apart(5000);
      watch.pass(10);
    }
    watch.apart(700);
    const [opened] = watch.monitoring.leasesOf(d1.id);
    const oldest = Math.min(...(opened?.leadIn.flatMap((track) => track.points.map((p) => p.at_ms)) ?? []));
    expect(watch.now() - oldest).toBeLessThanOrEqual(policy.track.memory_s * 1000);
    expect(watch.now() - oldest).toBeGreaterThan((policy.track.memory_s - 20) * 1000);
  });
});
