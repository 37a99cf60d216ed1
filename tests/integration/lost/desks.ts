import type { ApiCallResult } from '../../../shared/api/contract.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { until } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';

export const DISPATCHER_1 = { username: 'dispatcher1', password: 'jikim-dispatch' } as const;
export const DISPATCHER_2 = { username: 'dispatcher2', password: 'jikim-dispatch' } as const;
export const SUPERVISOR = { username: 'supervisor1', password: 'jikim-review' } as const;

/** Signs in once the link is up; on a busy machine that may take more than one try. */
export const signIn = async (
  desk: Driven,
  who: { readonly username: string; readonly password: string },
): Promise<void> => {
  for (let tries = 0; tries < 5; tries += 1) {
    await until('link up', () => desk.process.snapshot().link.status === 'up', 20_000);
    const answer: ApiCallResult<'signIn'> = await desk.call('signIn', who);
    if (answer.ok) return;
    if (answer.error !== 'offline') throw new Error(answer.error);
  }
  throw new Error('offline five times');
};

/** Everything in the journal of a signed-in console. */
export const journalOf = (desk: Driven): readonly Entry[] => {
  const all: Entry[] = [];
  for (;;) {
    const page = desk.process.entriesSince(all.length);
    if (page.length === 0) return all;
    all.push(...page);
  }
};

export const incidentsOf = (desk: Driven): readonly IncidentId[] =>
  journalOf(desk).flatMap(({ body, incidentId }) =>
    body.kind === 'incident.raised' && incidentId !== null ? [incidentId] : [],
  );

/** Gives an order and waits until the server has judged it. */
export const orderAndWait = async (desk: Driven, body: CommandBody): Promise<'landed' | 'refused'> => {
  const { id } = await desk.call('send', body);
  const pending = () => desk.process.snapshot().outbox.find((command) => command.id === id);
  await until(`${body.kind} judged`, () => pending()?.state !== 'waiting', 20_000);
  return pending() === undefined ? 'landed' : 'refused';
};
