import i18next from 'i18next';
import type { ParseKeys } from 'i18next';
import type { AlertState } from '../../../shared/domain/alerts.ts';
import type { CommandId, IncidentId, OperatorId, PersonId, PlaceId, UnitId } from '../../../shared/domain/ids.ts';
import type { Entry, EntryBody } from '../../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { LANGUAGES } from '../../../shared/domain/languages.ts';
import { operatorName } from '../../lib/operatorName.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';

/** What one incident can be found by, in small letters. */
export type SearchText = { readonly state: string; readonly record: string };

type Given = {
  readonly index: DirectoryIndex;
  /** Where this screen has led victims to, by the command that did; gone with the page. */
  readonly led: ReadonlyMap<CommandId, PlaceId>;
};

/** A code as one word, so that "code 0" does not find every number with a 0 in it. */
const CODE = /(?:코드|code)\s*([0-4])(?![\p{L}\p{N}])/giu;

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** The words of a search; an incident must hold every one. */
export const searchWords = (search: string): readonly string[] =>
  folded(search).replace(CODE, '코드$1').split(/\s+/u).filter(Boolean);

const said = new Map<string, readonly string[]>();

/** A word of the screen in every language, since a desk may have been worked in another than the review. Words do not change: looked up once. */
const inEvery = (key: ParseKeys<'dispatch'>): readonly string[] => {
  const known = said.get(key) ?? LANGUAGES.map((language) => i18next.getFixedT(language, 'dispatch')(key));
  said.set(key, known);
  return known;
};

const operatorWords = ({ index }: Given, ids: readonly OperatorId[]): readonly string[] =>
  ids.map((id) => operatorName(index, id));

const unitWord = ({ index }: Given, id: UnitId): string => index.unitById.get(id)?.unit.callsign ?? id;

const personWords = ({ index }: Given, id: PersonId): readonly string[] => {
  const person = index.personById.get(id)?.person;
  return person === undefined ? [] : [person.name, person.deviceId];
};

/** What an alert is about: which button, device trouble or zone, and how near. */
const alertWords = ({ index }: Given, incident: Incident, { rule, level }: AlertState): readonly string[] => {
  switch (rule.type) {
    case 'sos':
      return inEvery('word.level.sos');
    case 'watch':
      return inEvery('word.level.unwatched');
    case 'device':
      return inEvery(`word.device.${rule.kind}`);
    case 'zone': {
      const order = index.orderById.get(incident.orderId)?.order;
      const kind = order?.zones.find(({ id }) => id === rule.zone)?.kind ?? 'other';
      return [...inEvery(`word.zone.${kind}`), ...inEvery('panel.orderZones')];
    }
    case 'proximity':
      return inEvery(`word.level.${level}`);
  }
};

/** What an entry adds to what its incident can be found by: what somebody typed, and who or what was sent, called or chosen. */
const bodyWords = (given: Given, incident: Incident, { body, commandId }: Entry): readonly (string | null)[] => {
  switch (body.kind) {
    case 'alert.raised':
    case 'alert.level':
    case 'alert.updated':
    case 'alert.repeated':
      return alertWords(given, incident, body.alert);
    case 'unit.assigned':
    case 'unit.released':
    case 'unit.status':
      return [unitWord(given, body.unitId)];
    case 'note.added':
    case 'entry.corrected':
      return [body.text];
    case 'guidance.sent': {
      if (body.message.type === 'text') return [body.message.text];
      const placeId = commandId === null ? undefined : given.led.get(commandId);
      const place = placeId === undefined ? undefined : given.index.placeById.get(placeId);
      return place === undefined ? [] : LANGUAGES.map((language) => place[language]);
    }
    case 'guidance.ended':
      return body.place === null ? [] : inEvery(`word.placeKind.${body.place}`);
    case 'guidance.answered':
      return inEvery(`word.answer.${body.answer}`);
    case 'call.logged':
      return [body.text, ...inEvery(`word.party.${body.party}`), ...inEvery(`word.callResult.${body.result}`)];
    case 'incident.resolved':
      return [
        body.cause,
        ...inEvery(`word.outcome.${body.outcome}`),
        ...(body.falseCause === undefined ? [] : inEvery(`word.falseCause.${body.falseCause}`)),
      ];
    case 'incident.shelved':
      return [body.text, ...inEvery(`word.shelveReason.${body.reason}`)];
    case 'incident.closed':
      return [body.review];
    case 'lease.granted':
      return [body.reason, ...operatorWords(given, body.holders), ...inEvery(`word.purpose.${body.purpose}`)];
    case 'incident.reopened':
    case 'hold.set':
    case 'evidence.exported':
      return [body.reason];
    default:
      return []; // holds nothing that anybody would look for
  }
};

/** Kinds that go on all the time and say nothing to search for: passed over unread. */
const PASSED_OVER: ReadonlySet<EntryBody['kind']> = new Set([
  'distance.measured',
  'positions.committed',
  'lease.renewed',
]);

const entryWords = (given: Given, incident: Incident, entry: Entry): readonly (string | null)[] => [
  ...(entry.actor.type === 'operator' ? operatorWords(given, [entry.actor.operatorId]) : []),
  ...bodyWords(given, incident, entry),
];

/** What an incident can be found by as it stands: who, under which order, how urgent it became, and how it ended. */
const stateText = (given: Given, incident: Incident): string => {
  const { index } = given;
  const order = index.orderById.get(incident.orderId)?.order;
  const people = order === undefined ? [] : [order.offender, ...order.victims];
  return folded(
    [
      incident.id,
      order?.number ?? incident.orderId,
      `코드${incident.peakCode}`,
      ...people.flatMap((id) => personWords(given, id)),
      ...inEvery(`word.status.${incident.status}`),
    ].join(' '),
  );
};

type Read = {
  readonly first: Entry | undefined;
  readonly count: number;
  readonly words: Set<string>;
  readonly text: string;
};

/**
 * Reads each entry once, however often is searched, and of the entries it has read keeps their different words. What is not in the
 * console's record is not found.
 */
export const createSearchIndex = (given: Given) => {
  const readOf = new Map<IncidentId, Read>();
  const stateOf = new WeakMap<Incident, string>();

  const recordText = (incident: Incident, entries: readonly Entry[]): string => {
    const known = readOf.get(incident.id);
    // Another record begins with another entry.
    const before = known !== undefined && known.first === entries[0] && known.count <= entries.length ? known : null;
    if (before?.count === entries.length) return before.text;
    const words = before?.words ?? new Set<string>();
    const had = words.size;
    for (const entry of entries.slice(before?.count ?? 0)) {
      if (PASSED_OVER.has(entry.body.kind)) continue;
      for (const word of entryWords(given, incident, entry)) if (word !== null) words.add(folded(word));
    }
    const text = before !== null && words.size === had ? before.text : [...words].join('\n');
    readOf.set(incident.id, { first: entries[0], count: entries.length, words, text });
    return text;
  };

  const state = (incident: Incident): string => {
    const known = stateOf.get(incident) ?? stateText(given, incident);
    stateOf.set(incident, known);
    return known;
  };

  return {
    textOf: (incident: Incident, entries: readonly Entry[]): SearchText => ({
      state: state(incident),
      record: recordText(incident, entries),
    }),
  };
};

/** True when every word stands in what an incident can be found by. */
export const holdsAll = ({ state, record }: SearchText, words: readonly string[]): boolean =>
  words.every((word) => state.includes(word) || record.includes(word));
