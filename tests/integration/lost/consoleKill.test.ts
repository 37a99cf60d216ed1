import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { loadStoreKey } from '../../../main/console/store/key.ts';
import { createRowSeal } from '../../../main/console/store/seal.ts';
import { canonical } from '../../../main/evidence/canonical.ts';
import { chance } from '../../../main/monitoring/simulator/random.ts';
import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import type { CommandId, IncidentId } from '../../../shared/domain/ids.ts';
import { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { dataFolder, until } from '../server/server.ts';
import { spawnConsole } from './console.ts';
import type { MortalConsole } from './console.ts';
import { readKept } from './judge.ts';
import { spawnServer } from './process.ts';
import { createDevices, PAIRS, storeOf, writeScene } from './scene.ts';

/** An order that a console has taken. */
type Sent = { readonly id: CommandId; readonly incidentId: IncidentId };

const KILLS = process.env['JIKIM_LONG'] === '1' ? 200 : 10;
const SEED = Number(process.env['JIKIM_SEED'] ?? Date.now() % 1_000_000);
const SIGN_IN = { username: 'dispatcher1', password: 'jikim-dispatch' } as const;

/** The journal of a console that runs no more. */
const journalOf = (folder: string): readonly Entry[] => {
  const key = loadStoreKey(folder, null);
  if (!key.ok) throw new Error(key.error);
  const seal = createRowSeal(key.value.key, 'live');
  const db = new DatabaseSync(join(folder, 'console.db'), { readOnly: true });
  const rows = db.prepare('SELECT seq, sealed FROM entry ORDER BY seq').all();
  db.close();
  return rows.map(({ seq, sealed }) => {
    const entry = Entry.parse(JSON.parse(seal.open(['entry', Number(seq)], sealed) ?? ''));
    expect(entry.seq).toBe(seq);
    return entry;
  });
};

const orderOf = (luck: Chance, incidentId: IncidentId, text: string): CommandBody =>
  luck.unit() < 0.7 ? { kind: 'note.add', incidentId, text } : { kind: 'incident.acknowledge', incidentId };

/** On a busy machine the link may go down for a moment: `offline` is tried again, any other refusal is not. */
const signIn = async (jikim: MortalConsole): Promise<void> => {
  await jikim.ready;
  for (let tries = 0; tries < 10; tries += 1) {
    const answer = await jikim.call('signIn', SIGN_IN);
    if (answer.ok) return;
    if (answer.error !== 'offline') throw new Error(`sign-in: ${answer.error}`);
  }
  throw new Error('offline ten times');
};

/** One life of a console: it is killed while it starts, while it signs in and catches up, or while orders pour in. */
const oneLife = async (
  jikim: MortalConsole,
  luck: Chance,
  incidents: readonly IncidentId[],
  sent: Sent[],
): Promise<void> => {
  const orders = async (): Promise<void> => {
    await signIn(jikim);
    for (;;) {
      const incidentId = luck.pick(incidents);
      if (incidentId === null) return;
      const { id } = await jikim.call('send', orderOf(luck, incidentId, `order ${sent.length}`));
      sent.push({ id, incidentId });
      await delay(luck.between(0, 30));
    }
  };
  const work = orders().catch((thrown: unknown) => {
    if (!String(thrown).includes('killed')) throw thrown;
  });
  if (luck.unit() < 0.15) await delay(luck.between(50, 800));
  else {
    await jikim.ready;
    const before = sent.length;
    if (luck.unit() < 0.8) await until('the first order', () => sent.length > before, 60_000);
    await delay(luck.between(0, 300));
  }
  jikim.kill();
  await Promise.all([jikim.ended, work]);
};

test(
  `a console killed ${KILLS} times lands every order it took, once and in the order of its incident, and shows nothing that it does not keep`,
  { timeout: 120_000 + KILLS * 8000 },
  async () => {
    const luck = chance(SEED, 'consoles');
    const data = dataFolder();
    const folder = join(data.path, 'console');
    const server = spawnServer(data.path, writeScene(data.path));
    const consoles: MortalConsole[] = [];
    try {
      const port = await server.ready;
      if (port === null) throw new Error(server.said());
      const start = (): MortalConsole => {
        const jikim = spawnConsole(`http://127.0.0.1:${port}`, folder);
        consoles.push(jikim);
        return jikim;
      };
      const devices = createDevices(data.path, port);
      for (const pair of PAIRS) expect(await devices.press(pair)).toBe(200);
      const opening = start();
      await signIn(opening);
      await until('the incidents', () => opening.link()?.caughtUp === true, 60_000);
      const incidents = (await opening.call('entries', { since: 0 })).flatMap(({ body, incidentId }) =>
        body.kind === 'incident.raised' && incidentId !== null ? [incidentId] : [],
      );
      expect(incidents).toHaveLength(PAIRS.length);
      opening.kill();
      await opening.ended;

      // Entries keep coming from elsewhere all the time.
      let busy = true;
      const presses = (async () => {
        while (busy) {
          await devices.press(luck.pick(PAIRS) ?? 'a').catch(() => undefined); // the test is over
          await delay(luck.between(20, 150));
        }
      })();
      const sent: Sent[] = [];
      const ghosts: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const life = start();
        await oneLife(life, luck, incidents, sent);
        const kept = new Map(journalOf(folder).map((entry) => [entry.seq, canonical(entry)]));
        ghosts.push(
          ...life.shown.map((entry) => canonical(entry)).filter((text) => ![...kept.values()].includes(text)),
        );
      }
      busy = false;
      await presses;
      const last = start();
      await signIn(last);
      const waits = (): boolean => last.outbox().some(({ state }) => state === 'waiting');
      await until('everything landed', () => last.link()?.caughtUp === true && !waits(), 60_000);
      const { outbox } = await last.call('snapshot', null);
      server.kill();
      await server.ended;
      last.kill();
      await last.ended;

      const { entries } = readKept(storeOf(data.path), join(data.path, 'server'));
      const journal = journalOf(folder);
      const refused = new Set(outbox.map(({ id }) => id));
      console.info(
        `seed ${SEED}: ${KILLS} kills, ${sent.length} orders taken, ${refused.size} refused, ${entries.length} entries`,
      );
      expect(ghosts, `seed ${SEED}`).toEqual([]);
      expect(journal.map((entry) => canonical(entry))).toEqual(
        entries.slice(0, journal.length).map((entry) => canonical(entry)),
      );
      // Each order that was taken made its entry once, or stays as a refusal; those of one incident in the order they were taken.
      const landed = entries.flatMap(({ commandId, incidentId }) =>
        commandId === null || incidentId === null ? [] : [{ id: commandId, incidentId }],
      );
      expect(new Set(landed.map(({ id }) => id)).size, `seed ${SEED}`).toBe(landed.length);
      const taken = new Set(sent.map(({ id }) => id));
      const ofIncident = (all: readonly Sent[], incident: IncidentId) =>
        all.filter(({ incidentId }) => incidentId === incident).map(({ id }) => id);
      for (const incident of incidents)
        expect(
          ofIncident(landed, incident).filter((id) => taken.has(id)),
          `seed ${SEED}`,
        ).toEqual(ofIncident(sent, incident).filter((id) => !refused.has(id)));
      expect(sent.length).toBeGreaterThan(KILLS / 2);
    } finally {
      for (const jikim of consoles) jikim.kill();
      server.kill();
      data.drop();
    }
  },
);
