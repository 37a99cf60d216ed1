import type { DispatchCode } from '../codes.ts';
import type { DeviceGroup } from '../groups.ts';
import type { OperatorId, OutageId, PersonId } from '../ids.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { CommandBody, Refusal } from './commands.ts';
import type { OperatorActor } from './actor.ts';
import type { Entry, EntryBody } from './entries.ts';

/** What sounds of an outage and waits to be acknowledged. */
export type OutageRinging = {
  /** The newest sounding. */
  readonly number: number;
  /** When the first that waits sounded: how long nobody has answered. */
  readonly since_ms: number;
  /** When it was passed on to the supervisors; null while it was not. */
  readonly escalatedAt_ms: number | null;
};

/** Many devices that fell silent together, as the record tells of them. */
export type Outage = {
  readonly id: OutageId;
  readonly group: DeviceGroup;
  readonly code: DispatchCode;
  readonly beganAt_ms: number;
  /** Null while it runs. */
  readonly endedAt_ms: number | null;
  /** Devices of the group that had been heard shortly before it began. */
  readonly heard: number;
  /** Whose devices are silent now, and when that was found. */
  readonly silent: ReadonlyMap<PersonId, number>;
  /** Everybody whose device has been silent in its course. */
  readonly affected: ReadonlySet<PersonId>;
  readonly soundings: number;
  /** When it last sounded, and when it was last passed on to the supervisors; null while it was not. */
  readonly soundedAt_ms: number;
  readonly escalatedAt_ms: number | null;
  readonly ringing: OutageRinging | null;
  readonly acknowledgedBy: OperatorId | null;
  /** Steps of its playbook, by `playbook/step`: done or passed over. */
  readonly playbook: ReadonlyMap<string, 'done' | 'skipped'>;
};

export type OutageBody = Extract<EntryBody, { readonly kind: `outage.${string}` }>;
export type Outages = ReadonlyMap<OutageId, Outage>;

/** True of what belongs to a mass outage, and to no incident. */
export const isOutageBody = (body: EntryBody): body is OutageBody => body.kind.startsWith('outage.');

/** It sounds, whatever for; what nobody has answered before goes on to wait since then, and is passed on anew. */
const rung = (outage: Outage, number: number, at_ms: number): Outage => ({
  ...outage,
  soundings: number,
  soundedAt_ms: at_ms,
  ringing: { number, since_ms: outage.ringing?.since_ms ?? at_ms, escalatedAt_ms: null },
});

const began = (body: Extract<OutageBody, { readonly kind: 'outage.began' }>, at_ms: number): Outage => ({
  id: body.outageId,
  group: body.group,
  code: body.code,
  beganAt_ms: at_ms,
  endedAt_ms: null,
  heard: body.heard,
  silent: new Map(body.silent.map((person) => [person, at_ms])),
  affected: new Set(body.silent),
  soundings: body.sounding,
  soundedAt_ms: at_ms,
  escalatedAt_ms: null,
  ringing: { number: body.sounding, since_ms: at_ms, escalatedAt_ms: null },
  acknowledgedBy: null,
  playbook: new Map(),
});

const changed = (
  outage: Outage,
  { silent, back, sounding }: Extract<OutageBody, { readonly kind: 'outage.changed' }>,
  at_ms: number,
): Outage => {
  const now = new Map(outage.silent);
  for (const person of back) now.delete(person);
  for (const person of silent) now.set(person, at_ms);
  const next = { ...outage, silent: now, affected: new Set([...outage.affected, ...silent]) };
  return sounding === undefined ? next : rung(next, sounding, at_ms);
};

const stepped = (
  outage: Outage,
  { playbook, step, state }: Extract<OutageBody, { readonly kind: 'outage.step' }>,
): Outage => {
  const steps = new Map(outage.playbook);
  if (state === 'undone') steps.delete(`${playbook}/${step}`);
  else steps.set(`${playbook}/${step}`, state);
  return { ...outage, playbook: steps };
};

const stepOne = (
  outage: Outage,
  body: Exclude<OutageBody, { readonly kind: 'outage.began' }>,
  entry: Entry,
): Outage => {
  const { actor, at_ms } = entry;
  switch (body.kind) {
    case 'outage.changed':
      return changed(outage, body, at_ms);
    case 'outage.acknowledged': {
      const acknowledgedBy = actor.type === 'operator' ? actor.operatorId : outage.acknowledgedBy;
      const isHeard = outage.ringing !== null && outage.ringing.number <= body.sounding;
      return { ...outage, acknowledgedBy, ringing: isHeard ? null : outage.ringing };
    }
    case 'outage.escalated':
      return {
        ...outage,
        escalatedAt_ms: at_ms,
        ringing: outage.ringing === null ? null : { ...outage.ringing, escalatedAt_ms: at_ms },
      };
    case 'outage.ended':
      return { ...outage, endedAt_ms: at_ms };
    case 'outage.step':
      return stepped(outage, body);
  }
};

/** The outages after an entry. One that is over and acknowledged is let go of: what happened stays in the record. */
export const stepOutages = (outages: Outages, entry: Entry): Outages => {
  const { body } = entry;
  if (!isOutageBody(body)) return outages;
  if (body.kind === 'outage.began') return new Map(outages).set(body.outageId, began(body, entry.at_ms));
  const before = outages.get(body.outageId);
  if (before === undefined) return outages;
  const after = stepOne(before, body, entry);
  const next = new Map(outages).set(before.id, after);
  if (after.endedAt_ms !== null && after.ringing === null) next.delete(before.id);
  return next;
};

/** When an outage that nobody answers has to be passed on to the supervisors, epoch ms; null where it has not. What is over is left with the desks. */
export const outageEscalatesAt_ms = (
  { code, endedAt_ms, ringing }: Outage,
  after_s: readonly (number | null)[],
): number | null => {
  const wait_s = after_s[code] ?? null;
  if (wait_s === null || endedAt_ms !== null || ringing === null || ringing.escalatedAt_ms !== null) return null;
  return ringing.since_ms + wait_s * 1000;
};

export type OutageCommand = Extract<CommandBody, { readonly kind: `outage.${string}` }>;

export const isOutageCommand = (body: CommandBody): body is OutageCommand => body.kind.startsWith('outage.');

/** What an order of an operator about an outage records, or why it is refused. */
export const decideOutage = (
  outages: Outages,
  body: OutageCommand,
  { operatorId }: Pick<OperatorActor, 'operatorId'>,
): Result<EntryBody, Refusal> => {
  const { outageId } = body;
  const outage = outages.get(outageId);
  if (outage === undefined) return err({ reason: 'unknown-outage' });
  if (body.kind === 'outage.step') {
    const { playbook, step, state } = body;
    return ok({ kind: 'outage.step', outageId, playbook, step, state });
  }
  const { ringing, acknowledgedBy: by, soundings } = outage;
  if (ringing === null)
    return by === null || by === operatorId
      ? err({ reason: 'wrong-state', state: 'acknowledged' })
      : err({ reason: 'acknowledged-already', by });
  // What this desk has not heard rings on.
  return body.sounding < ringing.number || body.sounding > soundings
    ? err({ reason: 'wrong-state', state: 'raised' })
    : ok({ kind: 'outage.acknowledged', outageId, sounding: body.sounding });
};
