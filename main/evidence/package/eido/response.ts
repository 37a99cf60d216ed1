import type { Entry, EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import type { UnitKind, UnitStatus } from '../../../../shared/domain/units.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { agentOf } from './agents.ts';
import { component, instant, refTo } from './component.ts';
import type { Component, Ids, Reference } from './component.ts';
import { noteIdOf } from './notes.ts';

type Of<K extends EntryBody['kind']> = Entry & { readonly body: Extract<EntryBody, { readonly kind: K }> };

/** Entries of one kind, in order. */
export const entriesOfKind = <K extends EntryBody['kind']>(record: EvidenceRecord, kind: K): readonly Of<K>[] =>
  // The filter compares the very field that tells the bodies apart.
  record.entries.map(({ entry }) => entry).filter((entry): entry is Of<K> => entry.body.kind === kind);

type Dispatch = Component & {
  readonly agencyReference: Reference;
  readonly agentReference: Reference;
  readonly emergencyResourceReference: readonly Reference[];
  readonly notesReference: readonly Reference[];
};

const resourceIdOf = (ids: Ids, id: string): string => ids.of('resource', id);

/** One dispatch for each assignment: when, by whom, which unit. */
export const dispatchesOf = (record: EvidenceRecord, ids: Ids): readonly Dispatch[] =>
  entriesOfKind(record, 'unit.assigned').map((entry) => {
    const agent = agentOf(ids, entry.actor);
    return {
      ...component(ids, ids.of('dispatch', entry.seq), entry.at_ms, agent),
      agencyReference: refTo(ids.agency),
      agentReference: refTo(agent),
      emergencyResourceReference: [refTo(resourceIdOf(ids, entry.body.unitId))],
      notesReference: [refTo(noteIdOf(ids, entry))],
    };
  });

const KIND: Readonly<Record<UnitKind, string>> = {
  car: 'Police Car',
  motorbike: 'Police Motorcycle',
  foot: 'Police Foot',
};
const STATUS: Readonly<Record<UnitStatus, string>> = {
  available: 'Available',
  dispatched: 'Dispatched',
  'en-route': 'EnRoute',
  'on-scene': 'OnScene',
  clear: 'Available',
  'out-of-service': 'Unavailable',
};

type Resource = Component & {
  readonly emergencyResourceTypeCommonRegistryText: string;
  readonly emergencyResourceTypeInternalText: string;
  readonly emergencyResourceName: string;
  readonly resourceAttributeRegistryText: readonly string[];
  readonly primaryUnitStatusRegistryText: string;
  readonly secondaryUnitStatusRegistryText: readonly string[];
  readonly unitStatusInternal: readonly string[];
  readonly agentReference: readonly Reference[];
  readonly notesReference: readonly Reference[];
};

/** Every unit of the response with its last status; `unitStatusInternal` has each status with its time, `notesReference` the entries. */
export const resourcesOf = (record: EvidenceRecord, ids: Ids): readonly Resource[] =>
  record.units.map(({ id, callsign, kind, station }) => {
    const steps = entriesOfKind(record, 'unit.status').filter(({ body }) => body.unitId === id);
    const last = steps.at(-1);
    return {
      ...component(ids, resourceIdOf(ids, id), last?.at_ms ?? record.exportedAt_ms),
      emergencyResourceTypeCommonRegistryText: KIND[kind],
      emergencyResourceTypeInternalText: `${kind}, ${station}`,
      emergencyResourceName: callsign,
      resourceAttributeRegistryText: [],
      primaryUnitStatusRegistryText: STATUS[last?.body.to ?? 'available'],
      secondaryUnitStatusRegistryText: [],
      unitStatusInternal: steps.map(({ at_ms, body }) => `${instant(at_ms)} ${body.to}`),
      agentReference: [...new Set(steps.map(({ actor }) => agentOf(ids, actor)))].map(refTo),
      notesReference: steps.map((entry) => refTo(noteIdOf(ids, entry))),
    };
  });
