import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExpired } from '../../../../../shared/domain/incidents/commandLife.ts';
import type { Command, CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import type { Delivery } from '../../../../../main/console/outbox/outbox.ts';
import { dispatcher, supervisor } from '../../../../builders/directory.ts';
import { commandId, incidentId, unitId } from '../../../../builders/ids.ts';
import { life, settled, startBench } from './bench.ts';

const note = (incident: string, text = '가상'): CommandBody => ({
  kind: 'note.add',
  incidentId: incidentId(incident),
  text,
});
const assign = (incident: string, unit = 'U1'): CommandBody => ({
  kind: 'unit.assign',
  incidentId: incidentId(incident),
  unitId: unitId(unit),
});
const landed: Delivery = { outcome: 'landed' };
const later: Delivery = { outcome: 'later' };
const never = new Promise<Delivery>(() => undefined);

describe('the order of commands', () => {
  it('is kept within an incident and for a patrol; one that waits holds up no other incident', async () => {
    const sent: string[] = [];
    const bench = startBench(({ id }) => {
      sent.push(id);
      return id === 'C1' ? never : Promise.resolve(landed);
    });
    const send = (body: CommandBody): string => bench.outbox().send(body, dispatcher.id);
    send(note('I1')); // C1 hangs
    send(note('I1'));
    send(assign('I2'));
    send({ kind: 'unit.setStatus', unitId: unitId('U1'), status: 'en-route' });
    send({ ...assign('I3', 'U2'), divertFrom: incidentId('I1') } as CommandBody);
    send({ kind: 'unit.setStatus', unitId: unitId('U2'), status: 'en-route' });
    send(note('I4'));
    await bench.pass(10_000);
    expect(sent).toEqual(['C1', 'C3', 'C7', 'C4']);
    expect(bench.store.rows().map(({ command }) => command.id)).toEqual(['C1', 'C2', 'C5', 'C6']);
  });

  it('never has more than a few under way, and still comes to all', async () => {
    let underWay = 0;
    let most = 0;
    const bench = startBench(async () => {
      most = Math.max(most, (underWay += 1));
      await settled();
      underWay -= 1;
      return landed;
    });
    for (let n = 0; n < 40; n += 1) bench.outbox().send(note(`I${n}`), dispatcher.id);
    await bench.pass(5000);
    for (let n = 0; n < 40; n += 1) await settled();
    expect(most).toBe(8);
    expect(bench.store.rows()).toEqual([]);
  });
});

describe('a command that cannot be decided', () => {
  it.each(['failed', 'unreadable'] as const)('(%s) is sent once, comes back, and holds up nothing', async (reason) => {
    const sent: string[] = [];
    const bench = startBench(({ id, body }) => {
      sent.push(id);
      return Promise.resolve(body.kind === 'unit.assign' ? { outcome: 'refused', refusal: { reason } } : landed);
    });
    bench.outbox().send(assign('I1'), dispatcher.id);
    bench.outbox().send(note('I1'), dispatcher.id);
    bench.outbox().send(note('I2'), dispatcher.id);
    await bench.pass(60_000);
    expect(sent.toSorted()).toEqual(['C1', 'C2', 'C3']);
    expect(bench.outbox().view(dispatcher.id)).toMatchObject([{ id: 'C1', state: 'returned', refusal: { reason } }]);
  });

  it('is given again by hand, as of then: under a new id, or the same where it may have been carried out', async () => {
    const seen: { readonly id: string; readonly age_ms: number }[] = [];
    const answers: Delivery[] = [
      { outcome: 'refused', refusal: { reason: 'failed' } },
      { outcome: 'refused', refusal: { reason: 'unreadable' } },
    ];
    const bench = startBench(({ id }, age_ms) => {
      seen.push({ id, age_ms });
      return Promise.resolve(answers.shift() ?? landed);
    });
    bench.outbox().send(assign('I1'), dispatcher.id);
    await bench.pass(30_000);
    bench.outbox().giveAgain(commandId('C1'), dispatcher.id);
    await bench.pass(30_000);
    bench.outbox().giveAgain(commandId('C2'), dispatcher.id);
    bench.outbox().giveAgain(commandId('C2'), dispatcher.id); // pressed twice
    await bench.pass(1000);
    expect(seen).toEqual(['C1', 'C2', 'C2'].map((id) => ({ id, age_ms: 0 })));
    expect(bench.store.rows()).toEqual([]);
  });

  it('is gone where the record shows that it was carried out', async () => {
    const bench = startBench(() => Promise.resolve({ outcome: 'refused', refusal: { reason: 'unreadable' } }));
    bench.outbox().send(note('I1'), dispatcher.id);
    await bench.pass(1000);
    bench.outbox().recorded([commandId('C1'), commandId('C9')]);
    expect(bench.store.rows()).toEqual([]);
  });
});

describe('a command that waited too long', () => {
  it('comes back without being sent, as soon as it is too old, link or none', async () => {
    const sent: string[] = [];
    const bench = startBench(({ id }) => {
      sent.push(id);
      return Promise.resolve(landed);
    });
    bench.state.up = false;
    bench.outbox().send(assign('I1'), dispatcher.id);
    bench.outbox().send(note('I1'), dispatcher.id);
    await bench.pass(90_000);
    expect(bench.outbox().view(dispatcher.id)).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    await bench.pass(2000);
    expect(bench.outbox().view(dispatcher.id)).toMatchObject([
      { id: 'C1', state: 'returned', refusal: { reason: 'expired' } },
      { id: 'C2', state: 'waiting' },
    ]);
    bench.state.up = true;
    bench.outbox().flush();
    await bench.pass(1000);
    expect(sent).toEqual(['C2']);
  });

  it('is left to the server where it may have been carried out: sent once, and its answer lost', async () => {
    const ages: number[] = [];
    const bench = startBench((_command, age_ms) => {
      ages.push(age_ms);
      return Promise.resolve(ages.length === 1 ? later : landed);
    });
    bench.outbox().send(assign('I1'), dispatcher.id);
    await settled();
    bench.state.up = false;
    await bench.pass(3 * 3_600_000);
    expect(bench.outbox().view(dispatcher.id)).toMatchObject([{ state: 'waiting' }]);
    bench.state.up = true;
    bench.outbox().flush();
    await bench.pass(1000);
    expect(ages).toEqual([0, 3 * 3_600_000]);
    expect(bench.store.rows()).toEqual([]);
  });

  it('is as old as it is: over a sleep of the machine, a restart, and clocks that are set', async () => {
    const ages: number[] = [];
    const bench = startBench((_command, age_ms) => {
      ages.push(age_ms);
      return Promise.resolve(later);
    });
    const HOUR_MS = 3_600_000;
    const isAge = (about_ms: number): void => expect(Math.abs((ages.at(-1) ?? 0) - about_ms)).toBeLessThan(5000);
    bench.outbox().send(note('I1'), dispatcher.id);
    bench.sleep(HOUR_MS);
    await bench.pass(1000);
    isAge(HOUR_MS);
    bench.restart();
    await bench.pass(1000);
    isAge(HOUR_MS);
    bench.time.wall_ms -= 10 * HOUR_MS; // the console's clock is set back: the server's tells
    bench.restart();
    await bench.pass(1000);
    isAge(HOUR_MS);
    bench.time.wall_ms += 20 * HOUR_MS;
    bench.restart();
    await bench.pass(1000);
    isAge(HOUR_MS);
  });
});

describe('the shift before', () => {
  it('its commands never go out under another name, and are told without a word of what was written', async () => {
    const sent: Command[] = [];
    const bench = startBench((command) => {
      sent.push(command);
      return Promise.resolve(landed);
    });
    bench.state.up = false;
    bench.outbox().send(note('I1', '가상의 비밀'), dispatcher.id);
    bench.outbox().send({ kind: 'unit.setStatus', unitId: unitId('U1'), status: 'on-scene' }, dispatcher.id);
    bench.state.operator = supervisor.id;
    bench.state.up = true;
    bench.outbox().flush();
    await bench.pass(5000);
    expect(sent).toEqual([]);
    const told = bench.outbox().strandedBeside(supervisor.id);
    expect(told).toMatchObject([
      { operatorId: dispatcher.id, kind: 'note.add', incidentId: 'I1' },
      { operatorId: dispatcher.id, kind: 'unit.setStatus', incidentId: null },
    ]);
    expect(JSON.stringify(told)).not.toContain('비밀');
    expect(bench.outbox().strandedBeside(dispatcher.id)).toEqual([]);
    expect(bench.outbox().strandedBeside(null)).toEqual([]);
  });

  it('finds what is too old by its next sign-in come back, and not carried out', async () => {
    const sent: string[] = [];
    const bench = startBench(({ id, body }, age_ms) => {
      sent.push(id);
      // The server judges by the same table.
      return Promise.resolve(
        isExpired(body.kind, age_ms, life) ? { outcome: 'refused', refusal: { reason: 'expired' } } : landed,
      );
    });
    bench.state.up = false;
    bench.outbox().send(assign('I1'), dispatcher.id);
    bench.state.operator = null;
    bench.restart();
    bench.sleep(8 * 3_600_000);
    bench.state.operator = dispatcher.id;
    bench.state.up = true;
    bench.outbox().flush();
    await bench.pass(1000);
    expect(bench.outbox().view(dispatcher.id)).toMatchObject([{ state: 'returned', refusal: { reason: 'expired' } }]);
  });
});

type Act =
  | { readonly act: 'send'; readonly incident: number; readonly kind: 'note.add' | 'unit.assign' | 'poison' }
  | { readonly act: 'pass' | 'sleep'; readonly s: number }
  | { readonly act: 'link'; readonly up: boolean }
  | { readonly act: 'restart' | 'again' | 'dismiss' };

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('send' as const),
      incident: fc.nat(2),
      kind: fc.constantFrom('note.add' as const, 'unit.assign' as const, 'poison' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('pass' as const, 'sleep' as const), s: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('link' as const), up: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('restart' as const, 'again' as const, 'dismiss' as const) }),
  },
);

describe('whatever happens', () => {
  it('nothing is lost, carried out late, twice or out of its order, and a poisoned command harms no other', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(acts, { maxLength: 40 }),
        fc.array(fc.nat(5), { maxLength: 200 }),
        async (all, luck) => {
          const given = new Map<
            string,
            { readonly at_ms: number; readonly incident: string; readonly order: number }
          >();
          const done: string[] = [];
          const hasComeBack = new Set<string>();
          const gone = new Set<string>();
          let chance = 0;
          const bench = startBench(async ({ id, body }, age_ms) => {
            const lot = luck[(chance += 1)] ?? 0; // once luck has run out nothing goes wrong any more
            if (lot === 1 || !bench.state.up) return later; // it never arrived
            if (!done.includes(id)) {
              if (isExpired(body.kind, age_ms, life)) return { outcome: 'refused', refusal: { reason: 'expired' } };
              if (body.kind === 'call.log') return { outcome: 'refused', refusal: { reason: 'failed' } };
              const late_ms = bench.time.server_ms - (given.get(id)?.at_ms ?? 0);
              expect(isExpired(body.kind, late_ms - 6000, life)).toBe(false);
              done.push(id);
            }
            if (lot === 2) return later; // its answer is lost
            if (lot === 3) return { outcome: 'refused', refusal: { reason: 'unreadable' } };
            return landed;
          });
          const bodyOf = (kind: string, incident: string): CommandBody => {
            if (kind === 'note.add') return note(incident);
            if (kind === 'unit.assign') return assign(incident, `U-${incident}`);
            const call = { party: 'victim', result: 'talked', text: null } as const;
            return { kind: 'call.log', incidentId: incidentId(incident), ...call };
          };
          const noteGiven = (id: string, incident: string): void =>
            void given.set(id, { at_ms: bench.time.server_ms, incident, order: given.size });
          const returned = () => {
            const back = bench
              .outbox()
              .view(dispatcher.id)
              .filter(({ state }) => state === 'returned');
            for (const { id } of back) hasComeBack.add(id);
            return back;
          };
          for (const one of all) {
            if (one.act === 'send') {
              const incident = `I${one.incident}`;
              noteGiven(`C${given.size + 1}`, incident); // before it is sent, which may happen at once
              bench.outbox().send(bodyOf(one.kind, incident), dispatcher.id);
            } else if (one.act === 'pass') await bench.pass(one.s * 1000);
            else if (one.act === 'sleep') bench.sleep(one.s * 1000);
            else if (one.act === 'link') {
              bench.state.up = one.up;
              if (one.up) bench.outbox().flush();
            } else if (one.act === 'restart') bench.restart();
            else {
              const [back] = returned();
              if (back === undefined) continue;
              gone.add(back.id);
              if (one.act === 'dismiss') bench.outbox().dismiss(back.id, dispatcher.id);
              else {
                const incident = given.get(back.id)?.incident ?? '';
                const again = back.refusal?.reason === 'unreadable' ? back.id : `C${given.size + 1}`;
                const known = given.get(again);
                if (known === undefined) noteGiven(again, incident);
                else given.set(again, { ...known, at_ms: bench.time.server_ms });
                bench.outbox().giveAgain(back.id, dispatcher.id);
              }
            }
            returned();
          }
          bench.state.up = true;
          luck.length = 0;
          bench.outbox().flush();
          await bench.pass(60_000);
          returned();
          const left = bench.outbox().view(dispatcher.id);
          expect(left.filter(({ state }) => state === 'waiting')).toEqual([]);
          const kept = new Set<string>(left.map(({ id }) => id));
          for (const [id, { incident, order }] of given) {
            expect(done.includes(id) || kept.has(id) || gone.has(id)).toBe(true);
            if (hasComeBack.has(id) || !done.includes(id)) continue;
            const before = done.slice(0, done.indexOf(id));
            const overtook = before.filter((other) => {
              const one = given.get(other);
              return one?.incident === incident && one.order > order;
            });
            expect(overtook).toEqual([]);
          }
          expect(new Set(done).size).toBe(done.length);
        },
      ),
      { numRuns: 150 },
    ));
});
