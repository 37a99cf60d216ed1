import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ringingOf } from '../../../../../shared/domain/incidents/soundings.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, O, policy, reports, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const incidentOf = (watch: Watch): Incident => {
  const [incident, ...more] = watch.monitoring.world().incidents.values();
  if (incident === undefined || more.length > 0) throw new Error('there is to be one incident');
  return incident;
};
const reporting = (watch: Watch, seconds: number, metres: number): void =>
  watch.pass(seconds, () => watch.apart(metres));

/** The warning tier, likely, shelved by a dispatcher who has heard it. */
const shelved = (watch: Watch, for_s: number): void => {
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  reporting(watch, 5, 1500);
  const { id: incidentId, soundings: sounding } = incidentOf(watch);
  expect(incidentOf(watch).code).toBe(2);
  const body = { kind: 'incident.shelve', incidentId, reason: 'under-watch', text: null, for_s, sounding } as const;
  expect(watch.ask(d1, body).ok).toBe(true);
};

describe('a warning that a dispatcher has shelved', () => {
  it('is silent until its time, and then rings with a number of its own', () => {
    const watch = startWatch();
    shelved(watch, 300);
    reporting(watch, 140, 1500);
    expect([ringingOf(incidentOf(watch)), incidentOf(watch).shelved !== null]).toEqual([null, true]);
    reporting(watch, 160, 1500);
    expect(watch.bodies('incident.unshelved')).toMatchObject([{ cause: 'time', sounding: 2 }]);
    expect(ringingOf(incidentOf(watch))).toMatchObject({ code: 2, count: 1 });
    expect(incidentOf(watch).shelved).toBeNull();
    expect(watch.failures).toEqual([]);
  });

  it('rings at once when he comes into the alert tier', () => {
    const watch = startWatch();
    shelved(watch, 1800);
    reporting(watch, 15, 900);
    expect(ringingOf(incidentOf(watch))).toMatchObject({ code: 1 });
    expect(incidentOf(watch).shelved).toBeNull();
    // Its time passes by without a word.
    reporting(watch, 900, 900);
    expect(watch.bodies('incident.unshelved')).toEqual([]);
  });

  it.each([
    ['a pressed button', (watch: Watch): void => watch.monitoring.sos(V, watch.now()), 0],
    ['a cut strap', (watch: Watch): void => void reports(watch, 'strap-tamper', O), 1],
  ] as const)('rings at once at %s, and cannot be shelved again', (_what, happens, code) => {
    const watch = startWatch();
    shelved(watch, 1800);
    happens(watch);
    expect(ringingOf(incidentOf(watch))).toMatchObject({ code });
    const { id: incidentId, soundings: sounding } = incidentOf(watch);
    const again = { kind: 'incident.shelve', incidentId, reason: 'under-watch', text: null, for_s: 60 } as const;
    const refused = watch.ask(d1, { ...again, sounding });
    expect(refused).toMatchObject({ ok: false, error: { reason: 'not-shelvable' } });
  });

  it('comes back as one that is over in silence: nothing of it goes on', () => {
    const watch = startWatch();
    shelved(watch, 600);
    reporting(watch, 120, 5000);
    expect(watch.bodies('alert.cleared')).toHaveLength(1);
    reporting(watch, 600, 5000);
    expect(watch.bodies('incident.unshelved')).toEqual([{ kind: 'incident.unshelved', cause: 'time', alertId: null }]);
    expect(ringingOf(incidentOf(watch))).toBeNull();
  });

  it('stays shelved over a restart, and rings with the first second after it where its time has passed meanwhile', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jikim-shelving-'));
    const open = (): Store => openStore(join(folder, 's.db'), secretFrom(new Uint8Array(32)));
    const watch = startWatch({ store: open() });
    shelved(watch, policy.shelving.longest_s);
    const restarted = (before: Watch, later_s: number): Watch => {
      void before.monitoring.close(); // done when it returns: its store writes within the call
      before.store.close();
      return startWatch({ store: open(), now_ms: before.now() + later_s * 1000 });
    };
    const early = restarted(watch, 60);
    early.pass(1);
    expect(incidentOf(early).shelved).not.toBeNull();
    const late = restarted(early, policy.shelving.longest_s);
    late.pass(1);
    expect(incidentOf(late).shelved).toBeNull();
    expect(ringingOf(incidentOf(late))?.code).toBeLessThanOrEqual(2);
    late.store.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
