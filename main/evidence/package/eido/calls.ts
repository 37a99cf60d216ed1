import type { EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { agentOf } from './agents.ts';
import { component, instant, refTo } from './component.ts';
import type { Component, Ids, Reference } from './component.ts';
import { noteIdOf } from './notes.ts';
import { personIdOf } from './people.ts';
import { entriesOfKind } from './response.ts';

type Call = Component & {
  readonly standardPrimaryCallType: string;
  readonly localCallType: string;
  readonly direction: 'outgoing';
  readonly callStartTimestamp: string;
  readonly callStateRegistryText: string;
  readonly agentReference: readonly Reference[];
  readonly personReference?: readonly Reference[];
  readonly notesReference: readonly Reference[];
};

type Logged = Extract<EntryBody, { readonly kind: 'call.logged' }>;

/** People a call can have been with: nobody where it was with one of several victims and doesn't say which. */
const peopleOf = ({ order }: EvidenceRecord, { party, victim }: Logged): readonly string[] => {
  if (victim !== undefined) return [victim];
  if (party === 'offender') return [order.offender];
  return party === 'victim' && order.victims.length === 1 ? order.victims : [];
};

/** Calls that a dispatcher logged. They are made from the console's desk: outgoing. */
export const callsOf = (record: EvidenceRecord, ids: Ids): readonly Call[] =>
  entriesOfKind(record, 'call.logged').map((entry) => {
    const agent = agentOf(ids, entry.actor);
    const people = peopleOf(record, entry.body).map((id) => refTo(personIdOf(ids, id)));
    return {
      ...component(ids, ids.of('callid', entry.seq), entry.at_ms, agent),
      standardPrimaryCallType: 'emergency',
      localCallType: `${entry.body.party}: ${entry.body.result}`,
      direction: 'outgoing',
      callStartTimestamp: instant(entry.at_ms),
      callStateRegistryText: 'callEnd',
      agentReference: [refTo(agent)],
      ...(people.length === 0 ? {} : { personReference: people }),
      notesReference: [refTo(noteIdOf(ids, entry))],
    };
  });

type Alarm = Component & { readonly agentReference: Reference; readonly notesReference: readonly Reference[] };

/** One alarm for each alert that was raised, with the entries that tell of it. */
export const alarmsOf = (record: EvidenceRecord, ids: Ids): readonly Alarm[] => {
  const changes = record.entries.flatMap(({ entry }) => {
    const { body } = entry;
    const alertId = 'alert' in body ? body.alert.alertId : body.kind === 'alert.cleared' ? body.alertId : null;
    return alertId === null ? [] : [{ alertId, entry }];
  });
  return [...Map.groupBy(changes, ({ alertId }) => alertId)].map(([alertId, own]) => ({
    ...component(ids, ids.of('alarm', alertId), own.at(-1)?.entry.at_ms ?? record.exportedAt_ms),
    agentReference: refTo(ids.of('agent', 'system')),
    notesReference: own.map(({ entry }) => refTo(noteIdOf(ids, entry))),
  }));
};
