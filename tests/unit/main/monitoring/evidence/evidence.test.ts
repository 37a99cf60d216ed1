import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../../../shared/domain/ids.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import type { EvidenceData, Manifest } from '../../../../../shared/protocol/evidence.ts';
import { buildPackage, sealPackage } from '../../../../../main/evidence/package/build.ts';
import { verifyPackage } from '../../../../../main/evidence/package/verify.ts';
import { keysFileOf } from '../../../../../main/monitoring/store/sqlite/keys.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { plainReports } from '../../../../builders/evidence.ts';
import { d1, policy, startWatch, supervisor, trainer, withoutStories } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-evidence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const REASON = '가상의 송치';
const file = (): string => join(folder, 's.db');
const open = (): Store => openStore(file(), secretFrom(new Uint8Array(32)));
const actor = ({ id: operatorId, role }: Operator) =>
  ({ type: 'operator', operatorId, role, consoleId: ConsoleId.parse('console-1') }) as const;

const only = (watch: Watch): IncidentId => {
  const raised = watch.store.record.since(0, 500).find(({ body }) => body.kind === 'incident.raised');
  if (raised?.incidentId === undefined || raised.incidentId === null) throw new Error('no incident');
  return raised.incidentId;
};
/** An incident with positions that runs. */
const running = (): Watch => {
  const watch = startWatch({ store: open(), policy: withoutStories });
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.pass(policy.record.commitEvery_s + 5, () => watch.apart(700));
  return watch;
};
/** The same after its arrest; held, so that its positions outlive its closing. */
const resolved = (): Watch => {
  const watch = running();
  const incidentId = only(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
  expect(watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'offender-arrested', cause: null }).ok).toBe(
    true,
  );
  return watch;
};
const ask = (watch: Watch, who = supervisor) =>
  answered(watch.monitoring.evidence, { incidentId: only(watch), reason: REASON }, actor(who));
const handed = (watch: Watch): EvidenceData => {
  const answer = ask(watch);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
};
const seal = (watch: Watch, manifest: Manifest, over: { readonly id?: string; readonly reason?: string } = {}) =>
  answered(
    watch.monitoring.sealEvidence,
    {
      ...{ commandId: CommandId.parse(over.id ?? 'export-1'), incidentId: only(watch), manifest },
      reason: over.reason ?? REASON,
    },
    actor(supervisor),
  );
const exportsOf = (watch: Watch) => watch.bodies('evidence.exported');
const accessOf = (watch: Watch) => watch.store.access.page(null, 50);

describe('what a package is made from', () => {
  it('is refused while the incident runs, and to everybody but a supervisor', () => {
    const watch = running();
    expect(ask(watch)).toMatchObject({ ok: false, error: { reason: 'wrong-state' } });
    for (const who of [d1, trainer]) expect(ask(watch, who)).toMatchObject({ error: { reason: 'not-allowed' } });
    expect(accessOf(watch).slice(0, 3)).toMatchObject([
      { action: 'read-refused', detail: 'evidence: not-allowed' },
      { action: 'read-refused', detail: 'evidence: not-allowed' },
      { action: 'read-refused', detail: 'evidence: wrong-state' },
    ]);
    expect(watch.bodies('lease.granted').filter(({ purpose }) => purpose === 'review')).toEqual([]);
  });

  it('leaves the server under a review lease only, which is on record with the reason, and so is the read', () => {
    const watch = resolved();
    const data = handed(watch);
    expect(data.sealed.seals.length).toBeGreaterThan(1);
    expect(data.sealed.zones).toHaveLength(1);
    const granted = watch.bodies('lease.granted').filter(({ purpose }) => purpose === 'review');
    expect(granted).toMatchObject([{ holders: [supervisor.id], reason: REASON }]);
    // The entry that grants it is in the package itself.
    expect(data.record.entries.map(({ entry }) => entry.body)).toContainEqual(granted[0]);
    const lines = accessOf(watch).map(({ action, detail }) => [action, detail]);
    expect(lines).toContainEqual(['lease-granted', `review: ${REASON}`]);
    expect(lines).toContainEqual(['read', `evidence: ${REASON}`]);
    // Under the lease that is held there is no second one.
    handed(watch);
    expect(watch.bodies('lease.granted').filter(({ purpose }) => purpose === 'review')).toHaveLength(1);
  });

  it('needs no lease once positions are gone', () => {
    const watch = running();
    const incidentId = only(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null });
    watch.ask(supervisor, { kind: 'incident.close', incidentId, review: '가상의 검토' });
    const { sealed } = handed(watch);
    expect(sealed).toEqual({ seals: [], zones: [], places: [] });
    expect(watch.bodies('lease.granted').filter(({ purpose }) => purpose === 'review')).toEqual([]);
  });
});

describe('the signature', () => {
  it('is given for what was handed out, and the whole verifies', () => {
    const watch = resolved();
    const unsigned = buildPackage(handed(watch), plainReports);
    const answer = seal(watch, unsigned.manifest);
    if (!answer.ok) throw new Error(answer.error.reason);
    expect(verifyPackage(sealPackage(unsigned, answer.value.signature), null)).toMatchObject({
      ok: true,
      value: { positions: 'open' },
    });
    expect(exportsOf(watch)).toMatchObject([{ positions: true, reason: REASON, size: unsigned.manifest.size }]);
  });

  it('is refused for anything else, whatever it calls its files', () => {
    const watch = resolved();
    const { manifest } = buildPackage(handed(watch), plainReports);
    const changed = (name: string, sha256: string): Manifest => ({
      ...manifest,
      files: manifest.files.map((one) => (one.name === name ? { ...one, sha256 } : one)),
    });
    const record = manifest.files.find(({ name }) => name === 'record.json');
    if (record === undefined) throw new Error('no record');
    for (const [other, field] of [
      [changed('record.json', 'a'.repeat(64)), 'manifest.files'],
      [changed('seals.json', 'a'.repeat(64)), 'manifest.files'],
      [{ ...manifest, files: manifest.files.filter(({ name }) => name !== 'seals.json') }, 'manifest.files'],
      [{ ...manifest, files: [...manifest.files, record] }, 'manifest.files'],
      [{ ...manifest, size: manifest.size - 1 }, 'manifest.files'],
      [{ ...manifest, logId: 'log-other' as Manifest['logId'] }, 'manifest'],
    ] as const)
      expect(seal(watch, other)).toEqual({ ok: false, error: { reason: 'invalid', field } });
    expect(seal(watch, manifest, { reason: '다른 사유' })).toMatchObject({ error: { field: 'reason' } });
    expect(exportsOf(watch)).toEqual([]);
    expect(seal(watch, manifest).ok).toBe(true);
  });

  it('counts as an export with positions by what was handed out, not by the names of files', () => {
    const watch = running();
    const incidentId = only(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null });
    watch.ask(supervisor, { kind: 'incident.close', incidentId, review: '가상의 검토' });
    const { manifest } = buildPackage(handed(watch), plainReports);
    const named = {
      ...manifest,
      files: [...manifest.files, { name: 'positions.gpx', size: 1, sha256: 'a'.repeat(64) }],
    };
    expect(seal(watch, named).ok).toBe(true);
    expect(exportsOf(watch)).toMatchObject([{ positions: false }]);
  });

  it('is the same where it is asked for again under the same id, over a restart, and nothing is recorded twice', () => {
    const watch = resolved();
    const { manifest } = buildPackage(handed(watch), plainReports);
    const first = seal(watch, manifest);
    expect(first.ok).toBe(true);
    expect(seal(watch, manifest)).toEqual(first);
    expect(exportsOf(watch)).toHaveLength(1);
    expect(watch.entries.find(({ body }) => body.kind === 'evidence.exported')?.commandId).toBe('export-1');
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    watch.store.close();
    const after = startWatch({ store: open(), now_ms: watch.now() + 1000 });
    expect(seal(after, manifest)).toEqual(first);
    expect(seal(after, { ...manifest, size: 1 })).toMatchObject({ error: { field: 'commandId' } });
    // What was handed out is signed once, and is forgotten with the server that did.
    expect(seal(after, manifest, { id: 'export-2' })).toMatchObject({ error: { field: 'manifest.files' } });
    after.store.close();
  });

  it('is refused when the evidence was handed out too long ago', () => {
    const watch = resolved();
    const { manifest } = buildPackage(handed(watch), plainReports);
    watch.pass(15 * 60 + 1);
    expect(seal(watch, manifest)).toMatchObject({ error: { field: 'manifest.files' } });
  });
});

describe('seals that do not open', () => {
  /** The server after its keys file was lost. */
  const keyless = (watch: Watch): Watch => {
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    watch.store.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${keysFileOf(file())}${end}`, { force: true });
    const after = startWatch({ store: open(), now_ms: watch.now() + 1000 });
    after.monitoring.setSignedIn([d1, supervisor]);
    return after;
  };

  it('are all left out, with zones and places, and the export destroys nothing', () => {
    const after = keyless(resolved());
    const data = handed(after);
    expect(data.sealed).toEqual({ seals: [], zones: [], places: [] });
    expect(seal(after, buildPackage(data, plainReports).manifest).ok).toBe(true);
    expect(exportsOf(after)).toMatchObject([{ positions: false }]);
    expect(after.monitoring.world().incidents.get(only(after))?.exportedAt_ms).toBeNull();
    after.store.close();
  });

  it('never get a new key in silence, and the incident’s alerts go on', () => {
    const after = keyless(running());
    const incidentId = only(after);
    expect(after.failures).toMatchObject([{ name: 'KeysLost' }]);
    expect(after.store.sealed.lost()).toEqual([incidentId]);
    const rows = after.store.sealed.points(incidentId);
    after.pass(policy.record.commitEvery_s + 5, () => after.apart(30));
    expect(after.kinds()).toContain('alert.level');
    expect(after.kinds()).toContain('distance.measured');
    expect(after.kinds()).not.toContain('positions.committed');
    expect(after.store.sealed.points(incidentId)).toBe(rows);
    expect(after.failures).toHaveLength(1);
    expect(after.ask(d1, { kind: 'incident.acknowledge', incidentId }).ok).toBe(true);
    after.store.close();
  });
});
