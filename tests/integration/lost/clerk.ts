import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import { UnitId } from '../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Command, CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { Command as CommandSchema } from '../../../shared/domain/incidents/commands.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import type { LogNews, ServerCallResult } from '../../../shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';
import { connectConsole } from '../server/console.ts';
import type { TestConsole } from '../server/console.ts';

/** Somebody at a console that forgets nothing: what was ordered, what was answered, what was heard. */
export type Clerk = {
  readonly name: string;
  /** Ordered and not answered yet. */
  readonly open: ReadonlyMap<string, Command>;
  readonly answered: ReadonlyMap<string, ServerCallResult<'command'>>;
  /** The record as it has come: from the first entry on, without a gap. */
  readonly journal: readonly Entry[];
  readonly news: readonly LogNews[];
  /** Opens a session that later connections take up again. */
  readonly signIn: (port: number) => Promise<void>;
  /** Connects, orders again what has no answer, and works until the connection ends. */
  readonly work: (port: number) => Promise<void>;
  /** Connects, orders again what has no answer, takes the whole record and leaves. */
  readonly finish: (port: number) => Promise<void>;
};

/** Commands of one console on their way at the same time. */
const LANES = 3;
/** How many answers get lost on the way. */
const DEAF = 0.1;
const UNITS = ['unit-1', 'unit-2'].map((id) => UnitId.parse(id));
const STATUSES = ['en-route', 'on-scene', 'clear', 'available'] as const;

const orderOf = (chance: Chance, incidentId: IncidentId, text: string): CommandBody => {
  const unitId = chance.pick(UNITS) ?? UnitId.parse('unit-1');
  const dice = chance.unit();
  if (dice < 0.4) return { kind: 'note.add', incidentId, text };
  if (dice < 0.6) return { kind: 'incident.acknowledge', incidentId };
  if (dice < 0.7) return { kind: 'unit.assign', incidentId, unitId };
  if (dice < 0.85) return { kind: 'unit.setStatus', unitId, status: chance.pick(STATUSES) ?? 'clear' };
  if (dice < 0.9) return { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true };
  return { kind: 'incident.reopen', incidentId, reason: text };
};

export const createClerk = (name: string, password: string, chance: Chance): Clerk => {
  const open = new Map<string, Command>();
  const answered = new Map<string, ServerCallResult<'command'>>();
  const journal: Entry[] = [];
  const news: LogNews[] = [];
  let token = '';
  let ordered = 0;

  const take = (entries: readonly Entry[]): void => {
    for (const entry of entries) if (entry.seq === journal.length + 1) journal.push(entry);
  };
  const hearHead = (heard: LogNews): void => void (heard.signedHead !== null && news.push(heard));

  const submit = async (at: TestConsole, command: Command): Promise<void> => {
    const answer = await at.call('command', command);
    // What the store refused is not decided: a console orders it again.
    if (!answer.ok && answer.error.reason === 'store-failed') return;
    // Not every answer arrives: it is ordered again under the same id.
    if (chance.unit() < DEAF) return;
    open.delete(command.id);
    answered.set(command.id, answer);
  };

  const catchUp = async (at: TestConsole): Promise<void> => {
    for (;;) {
      const page = await at.call('catchUp', { since: journal.length });
      if (!page.ok) throw new Error(page.error.reason);
      take(page.value.entries);
      if (page.value.entries.length === 0) return;
    }
  };

  const connect = (port: number): Promise<TestConsole> =>
    connectConsole(port, { protocol: PROTOCOL_VERSION, consoleId: `console-${name}` });

  const enter = async (port: number): Promise<TestConsole> => {
    const at = await connect(port);
    at.socket.on('head', (payload) => hearHead(serverEvents.head.parse(payload)));
    const resumed = await at.call('resume', { token });
    if (!resumed.ok) throw new Error(`${name}: the session was forgotten: ${resumed.error}`);
    at.socket.on('entries', (payload) => {
      const entries = serverEvents.entries.parse(payload);
      // One that was missed is fetched with the rest.
      if ((entries[0]?.seq ?? 0) > journal.length + 1) void catchUp(at).catch(() => undefined);
      else take(entries);
    });
    await catchUp(at);
    const head = await at.call('head', { since: news.at(-1)?.signedHead?.head.size ?? 0 });
    if (head.ok) hearHead(head.value);
    await Promise.all([...open.values()].map((command) => submit(at, command)));
    return at;
  };

  const lane = async (at: TestConsole): Promise<void> => {
    while (at.socket.connected) {
      const incidents = journal.flatMap(({ incidentId, body }) =>
        body.kind === 'incident.raised' ? [incidentId] : [],
      );
      const incidentId = chance.pick(incidents.slice(-4));
      if (incidentId === null) {
        await delay(5);
        continue;
      }
      ordered += 1;
      const id = `${name}-${ordered}`;
      const body = orderOf(chance, incidentId, `note ${id}`);
      const command = CommandSchema.parse({ id, issuedAt_ms: Date.now(), body });
      open.set(id, command);
      await submit(at, command);
      await delay(chance.between(0, 15));
    }
  };

  return {
    ...{ name, open, answered, journal, news },
    signIn: async (port) => {
      const at = await connect(port);
      ({ token } = await at.signIn(name, password));
      at.close();
    },
    work: async (port) => {
      let at: TestConsole | null = null;
      try {
        at = await enter(port);
        const here = at;
        await Promise.all(Array.from({ length: LANES }, () => lane(here)));
      } catch (thrown) {
        // A server that dies cuts every call off: what was under way stays open.
        if (at?.socket.connected === true || /forgotten|expected/.test(String(thrown))) throw thrown;
      }
    },
    finish: async (port) => {
      const at = await enter(port);
      while (open.size > 0) await Promise.all([...open.values()].map((command) => submit(at, command)));
      await catchUp(at);
      at.close();
    },
  };
};
