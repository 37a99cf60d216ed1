import type { IncidentId, PersonId, PlaceId } from '../../../shared/domain/ids.ts';
import type { EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Guidance, Incident } from '../../../shared/domain/incidents/state.ts';
import { languageOf } from '../../../shared/domain/orders.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { GuidanceMessage, GuidanceReport, Mailbox } from '../ports/mailbox.ts';
import type { SealedWay, Ways } from './ways.ts';

type Found = { readonly incident: Incident; readonly guidance: Guidance };

/** Nothing that was recorded already is recorded again; a step that came without the one before it brings that along. */
const newSteps = (guidance: Guidance, report: GuidanceReport): readonly EntryBody[] => {
  const { id: guidanceId } = guidance;
  const steps: EntryBody[] = [];
  if (guidance.deliveredAt_ms === null) steps.push({ kind: 'guidance.delivered', guidanceId });
  if (guidance.readAt_ms === null) steps.push({ kind: 'guidance.read', guidanceId });
  if (report.state === 'answered' && guidance.answer !== report.answer)
    steps.push({ kind: 'guidance.answered', guidanceId, answer: report.answer });
  return steps;
};

export const createMailbox = (given: {
  readonly record: IncidentRecord;
  readonly wayOf: Ways['of'];
  readonly placeOf: (id: PlaceId) => SafePlace | undefined;
  readonly personOf: (id: PersonId) => Person | undefined;
  readonly now: () => number;
  readonly onStoreFailure: (thrown: unknown) => void;
}): Mailbox => {
  const { record, now } = given;
  /** Where a person's guidance is, so that a device that asks each second costs nothing while there is none. */
  const incidentsOf = new Map<PersonId, Set<IncidentId>>();
  const note = (victim: PersonId, incident: IncidentId): void => {
    const known = incidentsOf.get(victim);
    if (known === undefined) incidentsOf.set(victim, new Set([incident]));
    else known.add(incident);
  };
  for (const incident of record.world().incidents.values())
    if (incident.status !== 'closed') for (const { victim } of incident.guidance.values()) note(victim, incident.id);
  record.onEntries((entries) => {
    for (const { body, incidentId } of entries) {
      if (incidentId === null) continue;
      if (body.kind === 'guidance.sent') note(body.victim, incidentId);
      if (body.kind === 'incident.closed') for (const known of incidentsOf.values()) known.delete(incidentId);
    }
  });

  const guidanceOf = (person: PersonId): readonly Found[] =>
    [...(incidentsOf.get(person) ?? [])].flatMap((id) => {
      const incident = record.world().incidents.get(id);
      if (incident === undefined || incident.status === 'closed') return [];
      return [...incident.guidance.values()]
        .filter(({ victim }) => victim === person)
        .map((guidance) => ({ incident, guidance }));
    });

  /** Adds what is new of what a device says to the record, as that stands when its turn comes: the same may be on its way to the disk already. */
  const write = (
    person: PersonId,
    newOf: (guidance: Guidance) => readonly EntryBody[],
    answer: (isStored: boolean) => void,
  ): void =>
    record.write(
      (batch) => {
        for (const id of incidentsOf.get(person) ?? []) {
          const incident = batch.world().incidents.get(id);
          if (incident === undefined || incident.status === 'closed') continue;
          for (const guidance of incident.guidance.values()) {
            if (guidance.victim !== person) continue;
            batch.add(newOf(guidance).map((body) => systemDraft(id, now(), body)));
          }
        }
      },
      (written) => {
        if (!written.ok) given.onStoreFailure(written.error);
        answer(written.ok && written.isOnDisk);
      },
    );

  /** Empty where what was sealed cannot be opened any more: there is nothing left to say. */
  const messageOf = (
    { id, victim, sentAt_ms, text }: Guidance,
    way: SealedWay | undefined,
  ): readonly GuidanceMessage[] => {
    const plain = { guidanceId: id, sentAt_ms, text, place: null, route: null };
    if (text !== null) return [plain];
    const place = way === undefined ? undefined : given.placeOf(way.placeId);
    if (way === undefined || place === undefined) return [];
    const name = place[languageOf(given.personOf(victim) ?? {})];
    return [{ ...plain, place: { name, lon: place.lon, lat: place.lat }, route: way.route }];
  };

  return {
    fetch: (person) => {
      const open = guidanceOf(person).filter(
        ({ incident, guidance }) => isRunning(incident) && guidance.answeredAt_ms === null && guidance.ended === null,
      );
      const found = open.flatMap(({ incident, guidance }) =>
        messageOf(guidance, guidance.text === null ? given.wayOf(incident.id, guidance.id) : undefined).map(
          (message) => ({
            incident,
            guidance,
            message,
          }),
        ),
      );
      const delivered = new Set(
        found.filter(({ guidance }) => guidance.deliveredAt_ms === null).map(({ guidance }) => guidance.id),
      );
      const isNew = ({ id, deliveredAt_ms }: Guidance): boolean => delivered.has(id) && deliveredAt_ms === null;
      if (delivered.size > 0) {
        write(
          person,
          (guidance) => (isNew(guidance) ? [{ kind: 'guidance.delivered', guidanceId: guidance.id }] : []),
          () => undefined, // handed over all the same; fetched again it is recorded then
        );
      }
      return found.map(({ message }) => message).toSorted((a, b) => a.sentAt_ms - b.sentAt_ms);
    },
    withdrawn: (person) =>
      guidanceOf(person).flatMap(({ incident, guidance: { id, deliveredAt_ms, ended } }) =>
        isRunning(incident) && deliveredAt_ms !== null && ended !== null
          ? [{ guidanceId: id, at_ms: ended.at_ms }]
          : [],
      ),
    report: (person, id, report, answer) => {
      const found = guidanceOf(person).find(({ guidance }) => guidance.id === id);
      if (found === undefined) return answer(err('unknown-guidance'));
      // What stands and is not on disk is promised to nobody.
      const isOnDisk = record.head() === record.world().head;
      if (isOnDisk && newSteps(found.guidance, report).length === 0) return answer(ok(null));
      return write(
        person,
        (guidance) => (guidance.id === id ? newSteps(guidance, report) : []),
        (isStored) => answer(isStored ? ok(null) : err('store-failed')),
      );
    },
  };
};
