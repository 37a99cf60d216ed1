import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';

/** Points at another component by its `$id`. */
export type Reference = { readonly $ref: string };
/** What every component of an EIDO begins with. */
export type Component = {
  readonly $id: string;
  readonly lastUpdateTimeStamp: string;
  readonly updatedByAgencyReference: Reference;
  readonly updatedByAgentReference?: Reference;
};

export const refTo = ($ref: string): Reference => ({ $ref });
export const instant = (at_ms: number): string => new Date(at_ms).toISOString();

/** Ids in an EIDO are unique in the world: the log's random name makes them so. */
export type Ids = { readonly of: (kind: string, id: string | number) => string; readonly agency: string };

export const idsOf = ({ signedHead }: EvidenceRecord): Ids => {
  const { logId } = signedHead.head;
  return { of: (kind, id) => `urn:emergency:uid:${kind}:${id}:${logId}.jikim`, agency: `${logId}.jikim` };
};

/** The first members of a component; `agent` is the `$id` of who changed it last. */
export const component = (ids: Ids, $id: string, at_ms: number, agent?: string): Component => ({
  $id,
  lastUpdateTimeStamp: instant(at_ms),
  updatedByAgencyReference: refTo(ids.agency),
  ...(agent === undefined ? {} : { updatedByAgentReference: refTo(agent) }),
});
