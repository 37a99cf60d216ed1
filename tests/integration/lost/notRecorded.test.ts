import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { withProvisional } from '../../../shared/domain/incidents/provisional.ts';
import { heardOf } from '../../../shared/domain/incidents/soundings.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { driveConsole, until } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { dataFolder } from '../server/server.ts';
import { DISPATCHER_1, DISPATCHER_2, journalOf, signIn } from './desks.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, storeOf, writeScene } from './scene.ts';
import type { Devices } from './scene.ts';

/** An alarm is at the desks within this time of the button, where nothing can be recorded; twice that on a machine that runs other tests. */
const RINGS_WITHIN_MS = 2 * 2000;

let data: ReturnType<typeof dataFolder>;
let server: Mortal;
let devices: Devices;
let desks: readonly [Driven, Driven];
let other: DatabaseSync | null = null;
let begun: readonly number[][];

beforeEach(async () => {
  data = dataFolder();
  server = spawnServer(data.path, writeScene(data.path));
  const port = await server.ready;
  if (port === null) throw new Error(server.said());
  devices = createDevices(data.path, port);
  const open = (name: string): Driven => driveConsole(`http://127.0.0.1:${port}`, join(data.path, name));
  desks = [open('one'), open('two')];
  await signIn(desks[0], DISPATCHER_1);
  await signIn(desks[1], DISPATCHER_2);
  await until('both caught up', () => desks.every((desk) => desk.process.snapshot().link.caughtUp));
  begun = desks.map((desk) => {
    const codes: number[] = [];
    desk.process.alarms.onChange(({ begun: code }) => {
      if (code !== null) codes.push(code);
    });
    return codes;
  });
});
afterEach(async () => {
  other?.close();
  other = null;
  await Promise.all(desks.map((desk) => desk.close()));
  server.kill();
  await server.ended;
  data.drop();
});

/** Holds the server's record for writing, as another program would: nothing can be recorded from here on. */
const hold = (): void => {
  other = new DatabaseSync(storeOf(data.path), { timeout: 5000 });
  other.exec('BEGIN IMMEDIATE');
};
const release = (): void => other?.exec('ROLLBACK');

const provisionalOf = ({ process }: Driven): readonly Entry[] => process.snapshot().provisional;
/** The one incident as a desk shows it, recorded or not. */
const shownAt = (desk: Driven): Incident | undefined => {
  const recorded = foldEntries(emptyWorld, journalOf(desk));
  return [...withProvisional(recorded, provisionalOf(desk)).incidents.values()][0];
};
const alarmIn = (entries: readonly Entry[]): Entry | undefined =>
  entries.find(({ body }) => body.kind === 'alert.raised');
const answersIn = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ body }) => body.kind === 'incident.acknowledged');

test('while nothing can be recorded a button rings at both desks, is answered at one and silent at the other, and is recorded once', async () => {
  hold();
  // By the heartbeat alone, though nobody does anything.
  const isSaid = ({ process }: Driven): boolean => process.snapshot().link.serverStore?.state === 'refusing';
  await until('both desks say so', () => desks.every(isSaid));
  const pressed_ms = performance.now();
  const answered = devices.press('a');
  await until('it rings at both', () => desks.every(({ process }) => process.alarms.state().sounding === 1));
  expect(performance.now() - pressed_ms).toBeLessThan(RINGS_WITHIN_MS);
  await answered;
  expect(desks.flatMap(journalOf)).toEqual([]);
  const rang = alarmIn(provisionalOf(desks[0]));
  await until('positions are open at both', () => desks.every(({ process }) => process.snapshot().leases.length > 0));

  const [one, two] = desks;
  const incident = shownAt(one);
  if (incident === undefined) throw new Error('no incident');
  const about = { incidentId: incident.id } as const;
  await one.call('send', { kind: 'incident.acknowledge', ...about, ...heardOf(incident) });
  await one.call('send', { kind: 'note.add', ...about, text: 'told the patrol by radio' });
  await until('the other desk is silent', () => two.process.alarms.state().sounding === 0);
  expect(shownAt(two)?.acknowledgedBy).toBe('dispatcher1');
  const states = (): readonly string[] => one.process.snapshot().outbox.map(({ state }) => state);
  await until('both orders are decided', () => states().join() === 'unrecorded,unrecorded');
  const told = provisionalOf(two);
  expect(answersIn(told)).toHaveLength(1);

  release();
  const isDone = (desk: Driven): boolean =>
    provisionalOf(desk).length === 0 && desk.process.snapshot().outbox.length === 0 && !isSaid(desk);
  await until('all of it is recorded', () => desks.every(isDone));
  const [first, second] = desks.map(journalOf);
  expect(first).toEqual(second);
  const entries = first ?? [];
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  expect(answersIn(entries)).toHaveLength(1);
  expect(entries.filter(({ body }) => body.kind === 'alert.raised')).toHaveLength(1);
  expect(entries.filter(({ body }) => body.kind === 'note.added')).toHaveLength(1);
  // The same entries with the times at which they happened; only when they were recorded is another.
  const withoutWriting = ({ foundAt_ms: _found, ...entry }: Entry): Entry => ({ ...entry, recordedAt_ms: 0 });
  expect(entries.slice(0, told.length).map(withoutWriting)).toEqual(told.map(withoutWriting));
  expect(alarmIn(entries)?.at_ms).toBe(rang?.at_ms);
  expect(begun).toEqual([[0], [0]]);
});

test('what a killed server had not recorded leaves the desks, and rings when it comes again', async () => {
  hold();
  await devices.press('a');
  await until('it rings at both', () => desks.every(({ process }) => process.alarms.state().sounding === 1));
  const [one] = desks;
  const lost = shownAt(one);
  if (lost === undefined) throw new Error('no incident');
  await one.call('send', { kind: 'incident.acknowledge', incidentId: lost.id, ...heardOf(lost) });
  await until('it is answered', () => desks.every(({ process }) => process.alarms.state().sounding === 0));
  const port = await server.ready;
  server.kill();
  await server.ended;
  release();
  server = spawnServer(data.path, writeScene(data.path), port ?? 0);
  await server.ready;
  await until('nothing is provisional', () =>
    desks.every((desk) => provisionalOf(desk).length === 0 && desk.process.snapshot().link.caughtUp),
  );
  await devices.press('a');
  await until('it rings again', () => desks.every(({ process }) => process.alarms.state().sounding === 1));
  expect(begun.map((codes) => codes.length)).toEqual([2, 2]);
});
