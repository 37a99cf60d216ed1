import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LeaseId, OperatorId } from '../../../../../shared/domain/ids.ts';
import type { Entry, EntryBody } from '../../../../../shared/domain/incidents/entries.ts';
import { aBusyMoment, aMove, playStorm } from '../storm.ts';
import type { Storm } from '../storm.ts';

/** More than any record here holds. */
const ALL = 100_000;

/** What the record holds of alerts, as far as it does not depend on how they were grouped: order, time found, rule and level. */
const alertsOf = ({ watch }: Storm): readonly string[] => {
  const orders = new Map<string, string>();
  const rules = new Map<string, string>();
  return watch.store.record
    .since(0, ALL)
    .flatMap(({ at_ms, body, incidentId }) => {
      if (body.kind === 'incident.raised') orders.set(incidentId ?? '', body.orderId);
      if ('alert' in body) {
        const { rule, alertId, level, certainty, code, cause, separation, closestAt_ms, late } = body.alert;
        rules.set(alertId, JSON.stringify(rule));
        return [
          JSON.stringify([
            orders.get(incidentId ?? ''),
            at_ms,
            body.kind,
            rule,
            level,
            certainty,
            code,
            cause,
            separation,
            closestAt_ms,
            late,
          ]),
        ];
      }
      if (body.kind === 'alert.cleared')
        return [JSON.stringify([at_ms, body.kind, body.reason, rules.get(body.alertId)])];
      return [];
    })
    .toSorted();
};

/** Positions kept of all incidents, in whatever form. */
const positionsOf = ({ watch: { store, monitoring } }: Storm): readonly string[] =>
  [...monitoring.world().incidents.values()]
    .flatMap(({ id, orderId }) =>
      [
        ...store.sealed.seals.open(id).flatMap(({ content }) => (content.kind === 'positions' ? [content] : [])),
        ...store.sealed.positions.read(id).pieces,
      ].flatMap(({ personId, points }) => points.map(({ at_ms }) => `${orderId} ${personId} ${at_ms}`)),
    )
    .toSorted();

const bodies = ({ watch: { store } }: Storm): readonly EntryBody[] =>
  store.record.since(0, ALL).map(({ body }) => body);

const expectWholeRecord = ({ watch: { store, monitoring, failures } }: Storm): void => {
  const lines = store.record.checked(0, ALL);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
  expect(monitoring.world().head).toBe(lines.length);
  expect(failures.filter((one) => !(one instanceof Error && one.message === 'disk full'))).toEqual([]);
};

/**
 * Each is answered once, and is on the record once if one of its answers says so. Where none does it is not there, unless it could not be
 * stored then: it may have been kept, and written later.
 */
const expectCommands = (storm: Storm): void => {
  const noted = bodies(storm).flatMap((body) => (body.kind === 'note.added' ? [body.text] : []));
  expect(new Set(noted).size).toBe(noted.length);
  for (const [id, asked] of storm.commands) {
    for (const answers of asked) expect([id, answers.length]).toEqual([id, 1]);
    const taken = asked.flat().filter(({ ok }) => ok);
    const of = storm.watch.store.record.since(0, ALL).filter(({ commandId }) => commandId === id);
    const mayBeKept = asked.flat().some((answer) => !answer.ok && answer.error.reason === 'store-failed');
    if (!mayBeKept) expect([id, of.length > 0]).toEqual([id, taken.length > 0]);
    for (const answer of taken) if (answer.ok) expect(of.map(({ seq }) => seq)).toEqual(answer.value.seqs);
  }
};

/** Alarms of a kind under each order, those that sounded again included. */
const sounded = (storm: Storm, type: 'sos' | 'device'): readonly number[] => {
  const orders = new Map<string, string>();
  const counts = new Map<string, number>([
    ['order-test', 0],
    ['order-test-2', 0],
  ]);
  for (const { body, incidentId } of storm.watch.store.record.since(0, ALL)) {
    if (body.kind === 'incident.raised') orders.set(incidentId ?? '', body.orderId);
    if (body.kind !== 'alert.raised' && body.kind !== 'alert.repeated') continue;
    const { rule } = body.alert;
    const isMeant = rule.type === type && (rule.type !== 'device' || rule.kind === 'strap-tamper');
    const order = orders.get(incidentId ?? '') ?? '';
    if (isMeant) counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  return [...counts.values()];
};
const expectAlarms = (storm: Storm): void => {
  for (const answers of storm.alarms) expect(answers.length).toBe(1);
  expect(sounded(storm, 'sos')).toEqual([storm.presses, storm.presses]);
  expect(sounded(storm, 'device')).toEqual(storm.tampers);
};

/** Whatever happened to a lease stands in the access log, for each who held it; nobody holds one at the end who is not signed in. */
const expectLeases = ({ watch: { store }, signedIn }: Storm): void => {
  const granted = new Map<LeaseId, readonly OperatorId[]>();
  const open = new Map<LeaseId, readonly OperatorId[]>();
  const expected = store.record.since(0, ALL).flatMap(({ body, incidentId }) => {
    if (body.kind !== 'lease.granted' && body.kind !== 'lease.renewed' && body.kind !== 'lease.ended') return [];
    if (body.kind === 'lease.granted') granted.set(body.leaseId, body.holders);
    const holders = granted.get(body.leaseId) ?? [];
    if (body.kind === 'lease.ended') open.delete(body.leaseId);
    else open.set(body.leaseId, holders);
    return holders.map((holder) => `${body.kind.replace('.', '-')} ${holder} ${incidentId}`);
  });
  const logged = store.access
    .page(null, ALL)
    .flatMap(({ action, operatorId, incidentId }) =>
      action.startsWith('lease-') ? [`${action} ${operatorId} ${incidentId}`] : [],
    );
  expect(logged.toReversed()).toEqual(expected);
  const there = signedIn.map(({ id }) => id);
  expect([...open.values()].flat().filter((holder) => !there.includes(holder))).toEqual([]);
};

const withoutStamp = ({
  recordedAt_ms: _written,
  foundAt_ms: _found,
  ...entry
}: Entry): Omit<Entry, 'recordedAt_ms' | 'foundAt_ms'> => entry;

/**
 * A desk that cuts and appends what it is told as provisional has a record without a gap at every moment, and what it was told is what is
 * recorded, once, under the same number: only when it was written is known later. Nothing is provisional at the end.
 */
const expectTold = ({ told, watch: { store } }: Storm): void => {
  const recorded = store.record.since(0, ALL);
  let head = 0;
  let provisional: readonly Entry[] = [];
  for (const one of told) {
    if ('entries' in one) {
      expect(one.entries.map(({ seq }) => seq)).toEqual(one.entries.map((_, index) => head + index + 1));
      head += one.entries.length;
      provisional = provisional.filter(({ seq }) => seq > head);
    } else {
      provisional = [...provisional.filter(({ seq }) => seq <= one.provisional.after), ...one.provisional.entries];
    }
    expect(provisional.map(({ seq }) => seq)).toEqual(provisional.map((_, index) => head + index + 1));
    if ('provisional' in one)
      expect(one.provisional.entries.map(withoutStamp)).toEqual(
        one.provisional.entries.map(({ seq }) => recorded[seq - 1]).map((entry) => entry && withoutStamp(entry)),
      );
  }
  expect(provisional).toEqual([]);
  expect(head).toBe(recorded.length);
};

const expectSound = (storm: Storm): void => {
  expectTold(storm);
  expectWholeRecord(storm);
  expectCommands(storm);
  expectAlarms(storm);
  expectLeases(storm);
};

const LIMIT_MS = 280_000;
/** So many runs take some seconds; many more are played with JIKIM_LONG. */
const numRuns = process.env['JIKIM_LONG'] === '1' ? 1500 : 40;

describe('a server whose disk is slow and now and then refuses', () => {
  it(
    'keeps the same alerts and positions as one whose disk is quick',
    () => {
      fc.assert(
        fc.property(fc.array(aMove, { maxLength: 60, size: 'max' }), (events) => {
          const storm = playStorm(events, false);
          expectSound(storm);
          const quick = playStorm(events, true);
          expect(alertsOf(storm)).toEqual(alertsOf(quick));
          expect(positionsOf(storm)).toEqual(positionsOf(quick));
        }),
        { numRuns },
      );
    },
    LIMIT_MS,
  );

  it(
    'loses no alarm and no command, and doubles none, while incidents are resolved',
    () => {
      fc.assert(
        fc.property(fc.array(aBusyMoment, { maxLength: 60, size: 'max' }), (events) =>
          expectSound(playStorm(events, false)),
        ),
        { numRuns },
      );
    },
    LIMIT_MS,
  );
});
