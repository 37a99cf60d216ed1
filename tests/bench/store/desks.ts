/**
 * Consoles that each send one command after another, the next when the last is acknowledged. They speak socket.io's own protocol over
 * a bare WebSocket and look only at acknowledgements: a hundred of them stand for a hundred machines, and what those would do with
 * the record must not be paid for on this one.
 * Arguments: url, desks, seconds, and who answers ('product' or 'echo'). Prints acknowledged commands a second and refusals.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { IncidentId } from '../../../shared/domain/ids.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';
import { operatorOf, PASSWORD } from './operators.ts';

const [url = '', desks = '0', seconds = '0', server = 'echo'] = process.argv.slice(2);
const WARM_UP_S = 1;

let acknowledged = 0;
let refused = 0;
let running = true;

type Wire = { readonly ask: (name: string, args: unknown) => Promise<unknown>; readonly close: () => void };

/** Opens a socket.io connection by hand: engine.io 4 packets ('0' open, '2' ping, '4' message), socket.io 5 inside. */
const connect = (desk: number): Promise<Wire> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const waiting = new Map<string, (answer: unknown) => void>();
    let calls = 0;
    const wire: Wire = {
      ask: (name, args) =>
        new Promise((answer) => {
          const id = String((calls += 1));
          waiting.set(id, answer);
          socket.send(`42${id}${JSON.stringify([name, args])}`);
        }),
      close: () => socket.close(),
    };
    socket.addEventListener('error', () => reject(new Error('a desk could not connect')));
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string') return; // a presence frame
      if (data.startsWith('0'))
        socket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, consoleId: `console-${desk}` })}`);
      else if (data.startsWith('40')) resolve(wire);
      else if (data === '2') socket.send('3');
      else if (data.startsWith('43')) {
        const from = data.indexOf('[');
        const id = data.slice(2, from);
        const [answer] = JSON.parse(data.slice(from)) as readonly unknown[]; // an acknowledgement is an array
        waiting.get(id)?.(answer);
        waiting.delete(id);
      }
    });
  });

const isOk = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;

const Page = z.object({ value: z.object({ entries: z.array(z.object({ incidentId: IncidentId.nullable() })) }) });

/** Signs everybody in; the incident they will write to, which is the only one there is. */
const signIn = async (wires: readonly Wire[]): Promise<string> => {
  for (const [desk, wire] of wires.entries()) {
    if (!isOk(await wire.ask('signIn', { username: operatorOf(desk), password: PASSWORD })))
      throw new Error(`desk ${desk} could not sign in`);
  }
  const { value } = Page.parse(await wires[0]?.ask('catchUp', { since: 0 }));
  const id = value.entries.find((entry) => entry.incidentId !== null)?.incidentId;
  if (id === undefined || id === null) throw new Error('there is no incident');
  return id;
};

const work = async (desk: number, wire: Wire, incidentId: string): Promise<void> => {
  for (let count = 0; running; count += 1) {
    const answer = await wire.ask('command', {
      id: `bench-${process.pid}-${desk}-${count}`,
      issuedAt_ms: Date.now(),
      clockOffset_ms: 0,
      body: { kind: 'note.add', incidentId, text: `부하 시험 메모 ${count}` },
    });
    if (isOk(answer)) acknowledged += 1;
    else refused += 1;
  }
};

const wires = await Promise.all(Array.from({ length: Number(desks) }, (_, desk) => connect(desk)));
const incidentId = server === 'product' ? await signIn(wires) : 'incident-of-the-echo';
const works = wires.map((wire, desk) => work(desk, wire, incidentId));
await delay(WARM_UP_S * 1000);
const before = acknowledged;
const started = performance.now();
await delay(Number(seconds) * 1000);
const measured = acknowledged - before;
const took_s = (performance.now() - started) / 1000;
running = false;
await Promise.all(works);
for (const wire of wires) wire.close();
process.stdout.write(`${JSON.stringify({ perSecond: measured / took_s, refused })}\n`);
