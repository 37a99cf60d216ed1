import { describe, expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Asked, Commanded } from '../../../../../main/monitoring/ports/desks.ts';
import { pairsOf, setupOf } from '../../../../builders/crowd.ts';
import type { Pair } from '../../../../builders/crowd.ts';
import { answered } from '../../../../builders/answered.ts';
import { slowStore } from '../../../../builders/slowStore.ts';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { d1, eachAlone, fixAt, HOME, O, policy, setup, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const COMMANDS = 100;

/** An incident is there, and the disk is busy with one command from now on. */
const setUp = (metres = 700) => {
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const disk = slowStore(store);
  const watch = startWatch({ store, commits: disk.commits });
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  watch.apart(metres);
  disk.answerAll();
  const [incidentId] = watch.monitoring.world().incidents.keys();
  if (incidentId === undefined) throw new Error('no incident');
  const asked = (id: string, body: CommandBody): Asked => ({
    command: { id: CommandId.parse(id), issuedAt_ms: watch.now(), body },
    actor: { type: 'operator', operatorId: d1.id, role: d1.role, consoleId: ConsoleId.parse('console-1') },
  });
  const note = (n: number): Asked => asked(`note-${n}`, { kind: 'note.add', incidentId, text: `note ${n}` });
  const answers = new Map<string, Commanded>();
  const submit = (one: Asked, key: string = one.command.id): void =>
    watch.monitoring.command(one, (answer) => answers.set(key, answer));
  submit(asked('busy', { kind: 'note.add', incidentId, text: 'busy' }));
  const before = disk.written().length;
  return { disk, watch, asked, note, incidentId, submit, answers, commits: () => disk.written().length - before };
};

const notes = (watch: Watch): readonly string[] =>
  watch.bodies('note.added').flatMap(({ text }) => (text === 'busy' ? [] : [text]));
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index);

describe('commands that come while the disk is busy', () => {
  it('are one commit, answered after it and in order', () => {
    const { disk, watch, note, submit, answers, commits } = setUp();
    for (const n of upTo(COMMANDS)) submit(note(n));
    expect(disk.underWay()).toHaveLength(1);
    expect([answers.size, notes(watch).length]).toEqual([0, 0]);
    disk.answer(); // the one it was busy with
    expect([...answers.keys()]).toEqual(['busy']);
    expect(notes(watch)).toEqual([]);
    disk.answer();
    expect(commits()).toBe(2);
    expect([...answers.keys()].slice(1)).toEqual(upTo(COMMANDS).map((n) => `note-${n}`));
    expect(notes(watch)).toEqual(upTo(COMMANDS).map((n) => `note ${n}`));
    const seqs = [...answers.values()].flatMap((answer) => (answer.ok ? answer.value.seqs : []));
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
    expect(seqs).toHaveLength(COMMANDS + 1);
  });

  it('are refused each for itself', () => {
    const { disk, watch, asked, note, incidentId, submit, answers, commits } = setUp();
    const close = (n: number): Asked =>
      asked(`close-${n}`, { kind: 'incident.close', incidentId, review: '가상', caseFollows: false });
    for (const n of upTo(COMMANDS)) submit(n % 10 === 3 ? close(n) : note(n));
    disk.answerAll();
    expect([...answers].flatMap(([id, answer]) => (answer.ok ? [] : [[id, answer.error.reason]]))).toEqual(
      upTo(10).map((ten) => [`close-${ten * 10 + 3}`, 'not-allowed']),
    );
    expect(notes(watch)).toHaveLength(COMMANDS - 10);
    expect(commits()).toBe(2);
  });

  it('are decided on what those before them have made of the world', () => {
    const { disk, asked, incidentId, submit, answers } = setUp();
    submit(asked('ack-1', { kind: 'incident.acknowledge', incidentId }));
    for (const id of ['resolve-1', 'resolve-2'])
      submit(asked(id, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true }));
    disk.answerAll();
    expect(['ack-1', 'resolve-1', 'resolve-2'].map((id) => answers.get(id))).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: false, error: { reason: 'wrong-state', state: 'resolved' } },
    ]);
  });

  it('land once where one of them is there twice', () => {
    const { disk, watch, note, submit, answers } = setUp();
    submit(note(1));
    submit(note(1), 'again');
    disk.answerAll();
    expect(answers.get('again')).toEqual(answers.get('note-1'));
    expect(answers.get('again')).toMatchObject({ ok: true });
    expect(notes(watch)).toEqual(['note 1']);
  });

  it('are answered each, whoever fails at being answered before them', () => {
    const { disk, watch, note, submit, answers } = setUp();
    watch.monitoring.onEntries((entries) => {
      if (entries.some(({ body }) => body.kind === 'note.added' && body.text === 'note 2'))
        throw new Error('a desk is gone');
    });
    watch.monitoring.command(note(1), () => {
      throw new Error('a socket is gone');
    });
    submit(note(2));
    disk.answer(); // the one it was busy with
    expect(() => disk.answer()).toThrow('gone');
    expect(answers.get('note-2')).toMatchObject({ ok: true });
    submit(note(3));
    disk.answerAll();
    expect(notes(watch)).toEqual(['note 1', 'note 2', 'note 3']);
  });

  it('are all refused where the store fails, change nothing, and land when they come again', () => {
    const { disk, watch, note, submit, answers } = setUp();
    disk.answer();
    const { head } = watch.monitoring.world();
    for (const n of upTo(COMMANDS)) submit(note(n));
    disk.answer('refuse'); // the first went alone
    disk.answer('refuse');
    const refused = upTo(COMMANDS).map((n) => answers.get(`note-${n}`));
    expect(refused.every((answer) => answer?.ok === false && answer.error.reason === 'store-failed')).toBe(true);
    expect([watch.monitoring.world().head, notes(watch)]).toEqual([head, []]);
    expect(watch.monitoring.entriesSince(head, 500)).toEqual([]);
    for (const n of upTo(COMMANDS)) submit(note(n));
    disk.answerAll();
    expect(upTo(COMMANDS).every((n) => answers.get(`note-${n}`)?.ok === true)).toBe(true);
    expect(notes(watch)).toEqual(upTo(COMMANDS).map((n) => `note ${n}`));
  });
});

/** More orders than one commit takes of what is found together. */
const crowd = () => {
  const [like] = setup.orders;
  if (like === undefined) throw new Error('there is an order');
  const pairs = pairsOf(350, HOME);
  return { pairs, crowdSetup: setupOf(pairs, like) };
};
const reportAll = (watch: Watch, pairs: readonly Pair[]): void => {
  for (const { offender, victim, offenderAt, victimAt } of pairs) {
    watch.monitoring.ingestFix(victim, fixAt(victimAt, watch.now()), watch.now());
    watch.monitoring.ingestFix(offender, fixAt(offenderAt, watch.now()), watch.now());
  }
};

describe('while the disk is busy', () => {
  const pass = (watch: Watch, metres: number): void => {
    watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
    watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, metres), watch.now()), watch.now());
  };

  /** He comes nearer for a minute, with a note in between. */
  const comeNear = ({ watch, note, submit }: ReturnType<typeof setUp>): void => {
    for (let metres = 1480; metres > 850; metres -= 10) watch.pass(1, () => pass(watch, metres));
    submit(note(1));
    watch.pass(5, () => pass(watch, 850));
  };
  const alertsOf = (watch: Watch) =>
    watch.entries.flatMap(({ at_ms, body }) => ('alert' in body ? [[at_ms, body.kind, body.alert.level]] : []));
  /** The same on a disk that answers at once. */
  const undisturbed = () => {
    const quick = setUp(1500);
    quick.disk.quick();
    comeNear(quick);
    const alerts = alertsOf(quick.watch);
    expect(alerts.filter(([, , level]) => level === 'alert').length).toBeGreaterThan(0);
    return alerts;
  };

  it('what the rules find keeps its time, is stored once, and before what is decided later', () => {
    const scene = setUp(1500);
    const { disk, watch } = scene;
    comeNear(scene);
    expect(disk.underWay()).toHaveLength(1);
    disk.answerAll();
    expect(alertsOf(watch)).toEqual(undisturbed());
    expect(watch.kinds().lastIndexOf('alert.level')).toBeLessThan(watch.kinds().lastIndexOf('note.added'));
  });

  it('it is stored once where the commits that had it were refused', () => {
    const scene = setUp(1500);
    const { disk, watch } = scene;
    disk.answer();
    for (let metres = 1480; metres > 850; metres -= 10) {
      watch.pass(1, () => pass(watch, metres));
      if (disk.underWay().length > 0) disk.answer('refuse');
    }
    scene.submit(scene.note(1));
    watch.pass(5, () => pass(watch, 850));
    disk.answerAll();
    expect(alertsOf(watch)).toEqual(undisturbed());
  });

  it('a button pressed while its incident is being resolved raises another one', () => {
    const { disk, watch, asked, incidentId, submit } = setUp();
    watch.monitoring.sos(V, watch.now());
    submit(asked('ack', { kind: 'incident.acknowledge', incidentId }));
    disk.answerAll();
    submit(
      asked('resolve', { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true }),
    );
    watch.wait(1);
    watch.monitoring.sos(V, watch.now()); // on the way while the resolution is
    disk.answerAll();
    const raised = watch.entries.filter(({ body }) => body.kind === 'incident.raised').map((entry) => entry.incidentId);
    expect(raised).toHaveLength(2);
    const second = watch.monitoring.world().incidents.get(raised[1] ?? incidentId);
    expect([...(second?.alerts.values() ?? [])].map(({ state }) => state.rule.type)).toContain('sos');
  });

  it('a pass that is heard while its incident is being resolved raises another one, as on a quick disk', () => {
    const passes = (isQuick: boolean) => {
      const { disk, watch, asked, incidentId, submit } = setUp();
      submit(asked('ack', { kind: 'incident.acknowledge', incidentId }));
      disk.answerAll();
      if (isQuick) disk.quick();
      submit(
        asked('resolve', { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true }),
      );
      // From 700 m past her and away again, told in one message afterwards.
      const fixes = [600, 500, 400, 300, 200, 100, 30, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200];
      const from_ms = watch.now();
      watch.wait(2 * fixes.length);
      watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
      const told = fixes.map((metres, index) =>
        fixAt(destination(HOME, 0, metres), from_ms + 2000 * (index + 1), { speed_mps: 50 }),
      );
      watch.monitoring.ingestFixes(O, told, watch.now());
      disk.answerAll();
      watch.pass(3, () => pass(watch, 1200));
      disk.answerAll();
      return watch.entries.flatMap(({ body }) =>
        'alert' in body && body.alert.level === 'contact' ? [[body.kind, body.alert.closestAt_ms]] : [],
      );
    };
    expect(passes(true)).not.toEqual([]);
    expect(passes(false)).toEqual(passes(true));
  });

  it('a button and a cut strap together, while their incident is being resolved, sound once each', () => {
    const { disk, watch, asked, incidentId, submit } = setUp();
    watch.monitoring.sos(V, watch.now());
    submit(asked('ack', { kind: 'incident.acknowledge', incidentId }));
    disk.answerAll();
    submit(
      asked('resolve', { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true }),
    );
    watch.wait(1);
    watch.monitoring.sos(V, watch.now()); // sounds again, of an alert that is being resolved
    watch.monitoring.deviceEvent(O, 'strap-tamper', watch.now()); // of one that is not
    const before = watch.entries.length;
    disk.answerAll();
    watch.pass(2);
    disk.answerAll();
    const sounded = watch.entries
      .slice(before)
      .flatMap(({ body }) =>
        body.kind === 'alert.raised' || body.kind === 'alert.repeated' ? [`${body.kind} ${body.alert.rule.type}`] : [],
      )
      .filter((one) => !one.endsWith('proximity'));
    expect(sounded.toSorted()).toEqual(['alert.raised device', 'alert.raised sos']);
  });

  it('an alert that was resolved does not come back with what could not be recorded beside it', () => {
    const { disk, watch, asked, incidentId, submit } = setUp();
    watch.monitoring.sos(V, watch.now());
    submit(asked('ack', { kind: 'incident.acknowledge', incidentId }));
    disk.answerAll();
    submit(
      asked('resolve', { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true }),
    );
    watch.monitoring.deviceEvent(O, 'strap-tamper', Number.NaN); // found beside the button's alert; no entry takes such a time
    disk.answerAll();
    watch.wait(1);
    const before = watch.entries.length;
    watch.monitoring.sos(V, watch.now());
    disk.answerAll();
    const sounded = watch.entries.slice(before).map(({ body }) => body.kind);
    expect(sounded).toContain('alert.raised');
    expect(sounded).not.toContain('alert.repeated');
  });

  it('ticks go on, and never put more before a slow disk than one write of each kind', () => {
    const { disk, watch } = setUp();
    watch.pass(60, () => pass(watch, 690));
    disk.answer();
    let answered = 0;
    for (; disk.underWay().length > 0 && answered < 100; answered += 1) disk.answer();
    expect(answered).toBeLessThan(15);
    expect(watch.bodies('distance.measured').length).toBeGreaterThan(0);
  });

  it('positions that come while others are on their way are kept, each once', () => {
    const { disk, watch, incidentId } = setUp();
    for (let second = 0; second < 90; second += 1) {
      watch.pass(1, () => pass(watch, 690));
      // Slow at first, then one at a time, now and then refused.
      if (second > 10 && disk.underWay().length > 0) disk.answer(second % 7 === 0 ? 'refuse' : 'store');
    }
    disk.quick();
    watch.pass(40, () => pass(watch, 690));
    const { sealed } = watch.store;
    const seconds = [
      ...sealed.seals
        .open(incidentId)
        .flatMap(({ content }) =>
          content.kind === 'positions' ? [{ personId: content.personId, points: content.points }] : [],
        ),
      ...sealed.positions.read(incidentId).pieces,
    ].flatMap(({ personId, points }) => points.map(({ at_ms }) => `${personId} ${at_ms}`));
    expect(new Set(seconds).size).toBe(seconds.length);
    expect(seconds.length).toBeGreaterThanOrEqual(2 * 128);
  });
  it('thousands that are found together are several commits, those of a button first, and a command waits for all of its order', () => {
    const { pairs, crowdSetup } = crowd();
    const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
    const disk = slowStore(store);
    const watch = startWatch({ store, commits: disk.commits, setup: crowdSetup, policy: eachAlone });
    watch.monitoring.setSignedIn([d1]);
    disk.answerAll();
    reportAll(watch, pairs);
    watch.wait(policy.silence.after_s + 1);
    for (const { victim, victimAt } of pairs)
      watch.monitoring.ingestFix(victim, fixAt(victimAt, watch.now()), watch.now());
    const last = pairs.at(-1);
    if (last === undefined) throw new Error('there are pairs');
    watch.monitoring.sos(last.victim, watch.now());
    disk.answer(); // what was the first to be found
    const lines = (): number => disk.underWay()[0]?.lines?.length ?? 0;
    expect(lines()).toBeGreaterThan(100);
    expect(lines()).toBeLessThan(100 * 8);
    disk.answer();
    expect(watch.bodies('alert.raised').some(({ alert }) => alert.rule.type === 'sos')).toBe(true);
    expect(watch.bodies('alert.raised').length).toBeLessThan(250);
    disk.answerAll();
    const silent = watch.bodies('alert.raised').filter(({ alert }) => alert.rule.type === 'device');
    expect(silent).toHaveLength(pairs.length);
  });

  it('of thousands that are found together nobody is left waiting by a store that refuses', () => {
    const { pairs, crowdSetup } = crowd();
    const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
    let isFull = false;
    const commit: Store['commit'] = (change) => {
      if (isFull) throw new Error('disk full');
      store.commit(change);
    };
    const watch = startWatch({ store: { ...store, commit }, setup: crowdSetup, policy: eachAlone });
    reportAll(watch, pairs);
    isFull = true;
    watch.pass(policy.silence.after_s + 1);
    const [answer] = answered(watch.monitoring.alarms, [
      { kind: 'sos', person: pairs[0]?.victim ?? V, at_ms: watch.now(), stamp: null },
    ]);
    expect(answer).toEqual({ ok: false, error: 'store-failed' });
    isFull = false;
    watch.pass(1);
    const raised = watch.bodies('alert.raised').filter(({ alert }) => alert.rule.type === 'sos');
    expect(raised).toHaveLength(1);
    expect(new Set(watch.entries.map(({ incidentId }) => incidentId)).size).toBeGreaterThanOrEqual(pairs.length);
  });
});
