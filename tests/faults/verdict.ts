import type { Entry } from '../../shared/domain/incidents/entries.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { PersonId } from '../../shared/domain/ids.ts';
import { judgeEscalation, judgeLife } from './judges/answers.ts';
import { judgeCalm } from './judges/calm.ts';
import type { Broken } from './judges/calm.ts';
import { judgeSaid } from './judges/said.ts';
import { judgeRecord, judgeSilence } from './judges/record.ts';
import { judgeRinging } from './judges/ringing.ts';
import { judgeSettled } from './judges/settled.ts';
import type { DeskAtEnd } from './judges/settled.ts';
import { trueBreaches } from './judges/truth.ts';
import type { Runs } from './judges/truth.ts';
import type { Planned } from './plan.ts';
import type { Desk } from './world/console.ts';
import type { World } from './world/world.ts';

const MORE_THAN_ANY_RECORD = 100_000;

const journalOf = async (desk: Desk): Promise<readonly Entry[]> => {
  const journal: Entry[] = [];
  for (;;) {
    const page = await desk.call('entries', { since: journal.length });
    if (page === null || page.length === 0) return journal;
    journal.push(...page);
  }
};

const atEnd = async (desk: Desk): Promise<DeskAtEnd> => ({
  name: desk.name,
  shown: desk.snapshot(),
  journal: await journalOf(desk),
});

/** When somebody's device had last come to the server before a time. */
const lastHeardOf =
  ({ scene, devices }: World) =>
  (person: PersonId, at_ms: number): number => {
    const walkers = scene.pairs.flatMap((pair) => [pair.offender, pair.victim]);
    const reports = walkers.filter((one) => one.person.id === person).flatMap(devices.reportedBy);
    const times = reports.flatMap(({ reached }) => reached.map((reach) => reach.at_ms));
    return Math.max(Number.NEGATIVE_INFINITY, ...times.filter((time) => time <= at_ms));
  };

const brokenBy = ({ fault, from_ms, to_ms }: Planned): Broken => ({ from_ms, to_ms, explains: fault.explains });

/** What all judges find wrong with a run that is at its end. */
export const judge = async (
  world: World,
  plan: readonly Planned[],
  policy: Policy,
  runs: Runs,
): Promise<readonly string[]> => {
  const { server, desks, devices, scene, witnesses, operators } = world;
  const end_ms = world.time.now_ms();
  const ordered = operators.flatMap((operator) => operator.ordered());
  const monitoring = server.cell()?.monitoring;
  const record = monitoring?.entriesSince(0, MORE_THAN_ANY_RECORD) ?? [];
  const ends = await Promise.all(desks.map(atEnd));
  const pending = ends.flatMap(({ shown }) => shown?.outbox.map(({ id }) => id) ?? []);
  return [
    ...judgeRinging(witnesses, trueBreaches(scene, devices, runs), devices.alarms(), runs, end_ms),
    ...judgeCalm(witnesses, plan.map(brokenBy), end_ms),
    ...judgeSaid(
      witnesses,
      plan.flatMap(({ fault: { toBeSaid }, from_ms, to_ms }) =>
        toBeSaid === undefined ? [] : [{ from_ms, to_ms, ...toBeSaid }],
      ),
    ),
    ...judgeEscalation(witnesses, policy, end_ms),
    ...judgeLife(witnesses, ordered, policy),
    ...judgeRecord(record, ordered, new Set(pending)),
    ...witnesses.flatMap(({ heard }) => judgeSilence(heard, lastHeardOf(world))),
    ...judgeSettled({
      desks: ends,
      record,
      provisional: monitoring?.provisional().entries.length ?? 0,
      waitingOnDevices: devices.waiting(),
    }),
  ];
};
