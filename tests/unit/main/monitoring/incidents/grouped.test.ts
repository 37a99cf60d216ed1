import { describe, expect, it } from 'vitest';
import { createGroup } from '../../../../../main/monitoring/incidents/grouped.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { d1, startWatch } from '../watch.ts';
import type { Watch } from '../watch.ts';
import type { Asked, Commanded } from '../../../../../main/monitoring/ports/desks.ts';

const COMMANDS = 100;

/** A store that counts its commits, and refuses them while it is broken. */
const watchedStore = () => {
  const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const disk: { broken: boolean; commits: number; readonly store: Store } = {
    broken: false,
    commits: 0,
    store: {
      ...real,
      commit: (change) => {
        if (disk.broken) throw new Error('disk full');
        disk.commits += 1;
        real.commit(change);
      },
    },
  };
  return disk;
};

const setUp = () => {
  const disk = watchedStore();
  const watch = startWatch({ store: disk.store });
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  watch.apart(700);
  const [incidentId] = watch.monitoring.world().incidents.keys();
  if (incidentId === undefined) throw new Error('no incident');
  const asked = (id: string, body: CommandBody): Asked => ({
    command: { id: CommandId.parse(id), issuedAt_ms: watch.now(), body },
    actor: { type: 'operator', operatorId: d1.id, role: d1.role, consoleId: ConsoleId.parse('console-1') },
  });
  const note = (n: number): Asked => asked(`note-${n}`, { kind: 'note.add', incidentId, text: `note ${n}` });
  disk.commits = 0;
  return { disk, watch, asked, note, incidentId, submit: createGroup(watch.monitoring.command) };
};

const notes = (watch: Watch): readonly string[] => watch.bodies('note.added').map(({ text }) => text);
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index);
const isOk = ({ ok }: Commanded): boolean => ok;

describe('commands that arrive together', () => {
  it('are one transaction, answered after it and in order', async () => {
    const { disk, watch, note, submit } = setUp();
    const order: number[] = [];
    const answers = await Promise.all(
      upTo(COMMANDS).map(async (n) => {
        const answer = await submit(note(n));
        // Nobody is answered before the entries of all are there to be read.
        expect(notes(watch)).toHaveLength(COMMANDS);
        order.push(n);
        return answer;
      }),
    );
    expect(disk.commits).toBe(1);
    expect(order).toEqual(upTo(COMMANDS));
    expect(notes(watch)).toEqual(upTo(COMMANDS).map((n) => `note ${n}`));
    const seqs = answers.flatMap((answer) => (answer.ok ? answer.value.seqs : []));
    expect(seqs).toEqual(upTo(COMMANDS).map((n) => (seqs[0] ?? 0) + n));
  });

  it('are refused each for itself', async () => {
    const { disk, watch, asked, note, incidentId, submit } = setUp();
    const close = (n: number): Asked => asked(`close-${n}`, { kind: 'incident.close', incidentId, review: '가상' });
    const answers = await Promise.all(upTo(COMMANDS).map((n) => submit(n % 10 === 3 ? close(n) : note(n))));
    expect(answers.flatMap((answer, n) => (answer.ok ? [] : [[n, answer.error.reason]]))).toEqual(
      upTo(10).map((ten) => [ten * 10 + 3, 'not-allowed']),
    );
    expect(notes(watch)).toHaveLength(COMMANDS - 10);
    expect(disk.commits).toBe(1);
  });

  it('are decided on what those before them have made of the world', async () => {
    const { asked, incidentId, submit } = setUp();
    const twice = ['ack-1', 'resolve-1', 'resolve-2'].map((id) =>
      submit(
        asked(
          id,
          id.startsWith('ack')
            ? { kind: 'incident.acknowledge', incidentId }
            : { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null },
        ),
      ),
    );
    expect(await Promise.all(twice)).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: false, error: { reason: 'wrong-state', state: 'resolved' } },
    ]);
  });

  it('land once where one of them is there twice', async () => {
    const { watch, note, submit } = setUp();
    const [first, again] = await Promise.all([submit(note(1)), submit(note(1))]);
    expect(again).toEqual(first);
    expect(notes(watch)).toEqual(['note 1']);
  });

  it('are all refused where the store fails, change nothing, and land when they come again', async () => {
    const { disk, watch, note, submit } = setUp();
    const { head } = watch.monitoring.world();
    disk.broken = true;
    const refused = await Promise.all(upTo(COMMANDS).map((n) => submit(note(n))));
    expect(refused.every((answer) => !answer.ok && answer.error.reason === 'store-failed')).toBe(true);
    expect(watch.monitoring.world().head).toBe(head);
    expect(notes(watch)).toEqual([]);
    expect(watch.monitoring.entriesSince(head, 500)).toEqual([]);
    disk.broken = false;
    expect((await Promise.all(upTo(COMMANDS).map((n) => submit(note(n))))).every(isOk)).toBe(true);
    expect(notes(watch)).toEqual(upTo(COMMANDS).map((n) => `note ${n}`));
  });

  it('a command alone waits for nobody', async () => {
    const { disk, note, submit } = setUp();
    expect(isOk(await submit(note(1)))).toBe(true);
    expect(isOk(await submit(note(2)))).toBe(true);
    expect(disk.commits).toBe(2);
  });
});
