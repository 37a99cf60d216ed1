import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAccessKeeper } from '../../../../../main/console/access/access.ts';
import { createProvisionalLeaseStore } from '../../../../../main/console/store/provisionalLeases.ts';
import type { ConsoleStore } from '../../../../../main/console/store/store.ts';
import type { OperatorId } from '../../../../../shared/domain/ids.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import type { Refusal } from '../../../../../shared/domain/incidents/commands.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../shared/domain/result.ts';
import type { ProvisionalLease } from '../../../../../shared/protocol/messages.ts';
import { openedStore } from '../../../../builders/consoleStore.ts';
import { dispatcher, supervisor } from '../../../../builders/directory.ts';
import { entriesOf } from '../../../../builders/entries.ts';
import { leaseId, personId } from '../../../../builders/ids.ts';
import { at } from '../../../../builders/times.ts';

let folder = '';
let store: ConsoleStore;
const open = (): void => {
  store = openedStore(join(folder, 'console.db'), []);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-access-'));
  open();
});
afterEach(() => {
  store.db.close();
  rmSync(folder, { recursive: true, force: true });
});

const granted = (lease: string, holder: OperatorId = dispatcher.id) =>
  ({
    body: {
      kind: 'lease.granted',
      leaseId: leaseId(lease),
      purpose: 'break-glass',
      subjects: [personId('O1'), personId('V1')],
      holders: [holder],
      expiresAt_ms: at(900),
      reason: 'TYPED-REASON',
    },
    at_ms: at(10),
  }) as const;
const heldAs = (lease: string) => ({
  lease: {
    id: lease,
    incidentId: 'I1',
    subjects: ['O1', 'V1'],
    purpose: 'break-glass',
    holders: [dispatcher.id],
    start_ms: at(10),
    expiresAt_ms: at(900),
  },
  reason: 'TYPED-REASON',
  endedAt_ms: null,
});
const renewed = (lease: string) =>
  ({ body: { kind: 'lease.renewed', leaseId: leaseId(lease), expiresAt_ms: at(1800) }, at_ms: at(20) }) as const;
const ended = (lease: string) =>
  ({ body: { kind: 'lease.ended', leaseId: leaseId(lease), reason: 'resolved' }, at_ms: at(30) }) as const;

/** The keeper of a console where this operator is signed in, and a server that answers as told. */
const openKeeper = () => {
  const told: (readonly ProvisionalLease[])[] = [];
  const refused: string[] = [];
  const waiting: (() => void)[] = [];
  const after = (_delay_ms: number, action: () => void): (() => void) => {
    waiting.push(action);
    return () => undefined;
  };
  const around = {
    operator: dispatcher.id,
    mayHandIn: true,
    answer: ok(null) as Result<null, Refusal> | null,
  };
  const keeper = createAccessKeeper({
    store: createProvisionalLeaseStore(store),
    timers: { after, every: after },
    operator: () => around.operator,
    mayHandIn: () => around.mayHandIn,
    handIn: async (leases) => {
      told.push(leases);
      return around.answer;
    },
    onStoreFailure: () => refused.push('disk'),
    onRefused: (reason) => refused.push(reason),
  });
  const handIn = async (): Promise<void> => {
    keeper.handIn();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const pass = (): void => waiting.splice(0).forEach((action) => action());
  return { keeper, around, told, refused, handIn, pass };
};

test('a lease that was held while nothing could be logged outlives the console, and is handed in once', async () => {
  openKeeper().keeper.note(entriesOf([granted('L1'), renewed('L1'), ended('L1')]));
  store.db.close();
  open();
  const { told, handIn } = openKeeper();
  await handIn();
  await handIn();
  const lease = { ...heldAs('L1').lease, expiresAt_ms: at(1800) };
  expect(told).toEqual([[{ ...heldAs('L1'), lease, endedAt_ms: at(30) }]]);
});

test('it waits for a server that writes again, and asks one again that did not answer or could not write', async () => {
  const { keeper, around, told, refused, handIn, pass } = openKeeper();
  keeper.note(entriesOf([granted('L1')]));
  around.mayHandIn = false;
  await handIn();
  expect(told).toHaveLength(0);
  around.mayHandIn = true;
  for (const answer of [null, err({ reason: 'store-failed' } as const), err({ reason: 'not-allowed' } as const)]) {
    around.answer = answer;
    await handIn();
    await handIn();
    pass();
  }
  expect(told).toHaveLength(3);
  expect(refused).toEqual(['not-taken']);
  around.answer = ok(null);
  await handIn();
  await handIn();
  expect(told).toHaveLength(4);
});

test('what was recorded after all is not handed in, and neither is what another operator holds', async () => {
  const { keeper, around, told, handIn } = openKeeper();
  const entries: readonly Entry[] = entriesOf([granted('L1'), granted('L2'), granted('L3', supervisor.id)]);
  keeper.note(entries);
  keeper.recorded(entries.slice(0, 1));
  around.operator = supervisor.id;
  await handIn();
  expect(told).toEqual([]);
  around.operator = dispatcher.id;
  await handIn();
  expect(told).toEqual([[heldAs('L2')]]);
});

test('told again of the same, it keeps and hands in one; what ends while it is handed in is told again', async () => {
  const { keeper, around, told, handIn } = openKeeper();
  const entries = entriesOf([granted('L1'), renewed('L1')]);
  keeper.note(entries);
  keeper.note(entries);
  const first = handIn();
  keeper.note(entriesOf([ended('L1')], 3));
  await first;
  await handIn();
  await handIn();
  expect(told.map((leases) => leases.map(({ endedAt_ms }) => endedAt_ms))).toEqual([[null], [at(30)]]);
  expect(around.mayHandIn).toBe(true);
});

test('it keeps a thousand and says that it can keep no more', () => {
  const { keeper, refused } = openKeeper();
  keeper.note(entriesOf(Array.from({ length: 1001 }, (_, n) => granted(`L${n}`))));
  expect(refused).toEqual(['full']);
});

test('nothing of it can be read on the disk, and a row of another operator’s name opens for nobody', () => {
  const { keeper } = openKeeper();
  keeper.note(entriesOf([granted('L1')]));
  const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  expect(bytes.includes('TYPED-REASON')).toBe(false);
  store.db.prepare('UPDATE provisional_lease SET operator = ?').run(supervisor.id);
  expect(createProvisionalLeaseStore(store).of(supervisor.id)).toEqual([]);
});
