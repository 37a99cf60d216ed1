import type { OutageId, PersonId } from '../../../shared/domain/ids.ts';
import type { EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { outageEscalatesAt_ms } from '../../../shared/domain/incidents/outages.ts';
import type { Outage } from '../../../shared/domain/incidents/outages.ts';
import { escalatesAfter_s } from '../../../shared/domain/incidents/soundings.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Batch, Settler } from '../ports/incidentRecord.ts';
import type { FoundOutage, OutageWatch } from '../rules/outages.ts';

/** Ids in one entry: an outage of thousands is told in several, so that none of them is long. */
const IDS_AT_ONCE = 500;

const inParts = (ids: readonly PersonId[]): readonly (readonly PersonId[])[] =>
  Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, n) =>
    ids.slice(n * IDS_AT_ONCE, (n + 1) * IDS_AT_ONCE),
  );

/** Who fell silent and who came back since the record was told. */
const changesSince = (told: Outage, { id, silent }: FoundOutage): readonly EntryBody[] => {
  const joined = inParts([...silent].filter((person) => !told.silent.has(person)));
  const back = inParts([...told.silent.keys()].filter((person) => !silent.has(person)));
  return Array.from({ length: Math.max(joined.length, back.length) }, (_, n) => ({
    kind: 'outage.changed',
    outageId: id,
    silent: joined[n] ?? [],
    back: back[n] ?? [],
  }));
};

/** What was told of an outage last: how far it had come, and when. */
type Told = { readonly version: number; readonly at_ms: number };

/**
 * Puts what is found of outages first into a batch. It compares with what the record says, so that nothing is told twice or lost, whatever becomes
 * of the batch.
 */
export const createOutageTelling = (given: {
  readonly watch: Pick<OutageWatch, 'found' | 'told'>;
  readonly now: () => number;
  readonly policy: Pick<Policy, 'codes' | 'outage'>;
  readonly onFailure: (thrown: unknown) => void;
}): ((batch: Batch) => void) => {
  const { watch, now, policy } = given;
  const toldOf = new Map<OutageId, Told>();

  const tell = (batch: Batch, found: FoundOutage, now_ms: number): void => {
    const { id: outageId, group, endedAt_ms, heard } = found;
    const add = (at_ms: number, bodies: readonly EntryBody[]): void =>
      void batch.add(bodies.map((body) => systemDraft(null, at_ms, body)));
    if (!batch.world().outages.has(outageId)) {
      // One that was over before it could be told is told all the same.
      const [silent = []] = inParts([...(found.silent.size > 0 ? found.silent : found.affected)]);
      const began = { kind: 'outage.began', outageId, group, code: policy.codes.outage, silent, heard } as const;
      add(found.beganAt_ms, [{ ...began, sounding: 1 }]);
    }
    const told = batch.world().outages.get(outageId);
    if (told === undefined) return;
    add(endedAt_ms ?? now_ms, changesSince(told, found));
    const { size: silent } = found.silent;
    const back = found.affected.size - silent;
    if (endedAt_ms !== null) add(endedAt_ms, [{ kind: 'outage.ended', outageId, silent, back }]);
  };

  const isDue = (batch: Batch, { id, version, endedAt_ms }: FoundOutage, now_ms: number): boolean => {
    const told = toldOf.get(id);
    if (endedAt_ms !== null || !batch.world().outages.has(id)) return true;
    return told?.version !== version && now_ms - (told?.at_ms ?? 0) >= policy.outage.tellEvery_s * 1000;
  };

  return (batch) => {
    const now_ms = now();
    for (const found of watch.found()) {
      if (!isDue(batch, found, now_ms)) continue;
      const { id, version, endedAt_ms } = found;
      const thrown = batch.attempt(() => tell(batch, found, now_ms));
      if (thrown !== null) {
        given.onFailure(thrown);
        continue;
      }
      batch.afterwards((isStored) => {
        if (!isStored) return;
        toldOf.set(id, { version, at_ms: now_ms });
        if (endedAt_ms === null) return;
        toldOf.delete(id);
        watch.told(id);
      });
    }
  };
};

/**
 * Rings an outage again once the places of those who have been silent since it began are lost, since their discs drive nothing any more; and passes
 * on to the supervisors what nobody answers.
 */
export const createOutageSettler =
  ({
    now,
    policy,
    canBeAnswered,
  }: {
    readonly now: () => number;
    readonly policy: Pick<Policy, 'escalation' | 'silence'>;
    /** Whether somebody sits at a desk where alarms ring, and hears them. */
    readonly canBeAnswered: () => boolean;
  }): Settler =>
  (batch) => {
    const now_ms = now();
    const { silence, escalation } = policy;
    const after_s = escalatesAfter_s(escalation.after_s, canBeAnswered());
    const add = (body: EntryBody): void => void batch.add([systemDraft(null, now_ms, body)]);
    for (const { id: outageId, endedAt_ms, soundings, beganAt_ms } of batch.world().outages.values()) {
      const isLost = endedAt_ms === null && now_ms - beganAt_ms >= silence.locationLostAfter_s * 1000;
      if (isLost && soundings === 1)
        add({ kind: 'outage.changed', outageId, silent: [], back: [], sounding: soundings + 1 });
      const outage = batch.world().outages.get(outageId);
      const due_ms = outage === undefined ? null : outageEscalatesAt_ms(outage, after_s);
      if (due_ms !== null && due_ms <= now_ms)
        add({ kind: 'outage.escalated', outageId, sounding: outage?.ringing?.number ?? soundings });
    }
  };
