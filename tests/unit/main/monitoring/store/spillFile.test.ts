import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EpochMs, IncidentId, LeaseId, LogId, OperatorId, PersonId } from '../../../../../shared/domain/ids.ts';
import { sealingKey } from '../../../../../main/files/seal.ts';
import type { AccessLine } from '../../../../../main/monitoring/ports/commit.ts';
import type { AccessSpill } from '../../../../../main/monitoring/ports/spill.ts';
import { openSpill, SPILL_BYTES } from '../../../../../main/monitoring/store/spillFile.ts';

const KEY = sealingKey(new Uint8Array(32).fill(7));
const LOG = LogId.parse('log-spill');
const line = (n: number): AccessLine => ({
  ...{ at_ms: EpochMs.parse(1_800_000_000_000 + n), operatorId: OperatorId.parse('d1'), action: 'lease-granted' },
  ...{ incidentId: IncidentId.parse('inc-1'), people: [PersonId.parse('V-secret')], detail: `break-glass: 가상 ${n}` },
  lease: LeaseId.parse(`lease-${n}`),
});

let folder: string;
let file: string;
const open: AccessSpill[] = [];
const start = (log = LOG, path = file): AccessSpill => {
  const spill = openSpill(path, KEY, log);
  open.push(spill);
  return spill;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-spill-'));
  file = join(folder, 'record.db.spill');
});
afterEach(async () => {
  for (const spill of open.splice(0)) await spill.close();
  rmSync(folder, { recursive: true });
});

it('is reserved whole at the start: every block is there before anything is kept', () => {
  const spill = start();
  const { size, blocks } = statSync(file);
  expect(size).toBe(SPILL_BYTES);
  expect(blocks * 512).toBeGreaterThanOrEqual(SPILL_BYTES);
  expect(spill.look()).toBeNull();
});

it('gives the next server what was kept, in order, and holds none of it in clear', async () => {
  const first = start();
  first.keep([line(1), line(2)]);
  first.keep([line(3)]);
  await first.close();
  const bytes = readFileSync(file);
  for (const word of ['V-secret', 'lease-1', 'break-glass', 'd1"']) expect(bytes.includes(word)).toBe(false);
  const second = start();
  expect(second.left).toEqual([line(1), line(2), line(3)]);
  // What it keeps itself comes behind that.
  second.keep([line(4)]);
  await second.close();
  expect(start().left).toEqual([1, 2, 3, 4].map(line));
});

it('leaves nothing but zeros when it is wiped, and goes on from its beginning', async () => {
  const spill = start();
  spill.keep([line(1)]);
  spill.wipe();
  await spill.close();
  expect(readFileSync(file).every((byte) => byte === 0)).toBe(true);
  const next = start();
  next.keep([line(2)]);
  next.wipe();
  next.keep([line(3)]);
  await next.close();
  expect(start().left).toEqual([line(3)]);
});

it('leaves nothing but zeros where it is wiped a second time before the first wipe was written', async () => {
  const spill = start();
  spill.keep(Array.from({ length: 50 }, (_, n) => line(n))); // under way while all that follows waits
  spill.wipe();
  spill.keep([line(1)]);
  spill.wipe();
  await spill.close();
  expect(readFileSync(file).every((byte) => byte === 0)).toBe(true);
});

it.each([
  ['a byte of its second frame is another', (bytes: Buffer) => bytes.writeUInt8(bytes.readUInt8(600) ^ 1, 600)],
  ['a length points beyond the file', (bytes: Buffer) => bytes.writeUInt32BE(SPILL_BYTES, 4 + bytes.readUInt32BE(0))],
])(
  'gives what stands before the damage where %s, says so, and is whole again once it is wiped',
  async (_how, damage) => {
    const spill = start();
    spill.keep([line(1)]);
    spill.keep([2, 3, 4, 5].map(line));
    await spill.close();
    const bytes = readFileSync(file);
    damage(bytes);
    writeFileSync(file, bytes);
    const torn = start();
    expect(torn.left).toEqual([line(1)]);
    expect(torn.look()).toBe('torn');
    torn.wipe();
    torn.keep([line(6)]);
    await torn.close();
    expect(start().left).toEqual([line(6)]);
  },
);

it.each(['no/such/folder/file', '.'])(
  'is told as not reserved where it cannot be made (%s), and keeps nothing',
  (name) => {
    const spill = start(LOG, join(folder, name));
    spill.keep([line(1)]);
    spill.wipe();
    expect([spill.left, spill.look()]).toEqual([[], 'unreserved']);
  },
);

it('wipes what a wipe left that did not come to its end', async () => {
  const spill = start();
  spill.keep([line(1)]);
  spill.keep([line(2)]);
  await spill.close();
  writeFileSync(file, readFileSync(file).fill(0, 0, 100));
  const next = start();
  expect([next.left, next.look()]).toEqual([[], null]);
  next.wipe();
  await next.close();
  expect(readFileSync(file).every((byte) => byte === 0)).toBe(true);
});

it('does not open under the name of another log', async () => {
  const spill = start();
  spill.keep([line(1)]);
  await spill.close();
  const other = start(LogId.parse('log-other'));
  expect([other.left, other.look()]).toEqual([[], 'torn']);
});

it('says that it is full, and keeps what it has', async () => {
  const spill = start();
  const many = Array.from({ length: 1000 }, (_, n) => line(n));
  for (let time = 0; time < 10; time += 1) spill.keep(many);
  spill.keep([line(1)]); // fits again, and what did not is missing all the same
  expect(spill.look()).toBe('full');
  await spill.close();
  const { left } = start();
  expect(left.length).toBeGreaterThan(2500);
  expect(left.length % 1000).toBe(1);
  expect(left.slice(0, 1000)).toEqual(many);
});

it('reserves anew what somebody cut short', async () => {
  await start().close();
  truncateSync(file, 100);
  expect(start().look()).toBeNull();
  expect(statSync(file).size).toBe(SPILL_BYTES);
});
