import type { Digest } from '../../../../shared/domain/ids.ts';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { EvidenceData, OpenedSeal, SealedContent } from '../../../../shared/protocol/evidence.ts';
import { commitmentOf } from '../../commitment.ts';
import { promisedBy } from '../promised.ts';
import type { Promised } from '../promised.ts';
import { fault } from '../statement.ts';
import type { Fault, PositionsState } from '../statement.ts';

const NAME = 'seals.json';

/** How sealed content differs from what its entry said of it; null where it is the same. */
const difference = (promised: Promised, content: SealedContent): string | null => {
  if (promised.kind === 'guidance') {
    const same = content.kind === 'guidance' && content.guidanceId === promised.guidanceId;
    return same ? null : 'is of other guidance than the entry says';
  }
  if (content.kind !== 'positions' || content.personId !== promised.personId)
    return 'is of another person than the entry says';
  if (content.points.length !== promised.points) return 'has another number of positions than the entry says';
  // Not spread into Math.min: an incident can hold more positions than a call takes arguments.
  const times = content.points.map(({ at_ms }) => at_ms).toSorted((a, b) => a - b);
  return times[0] === promised.from_ms && times.at(-1) === promised.to_ms
    ? null
    : 'covers another time than the entry says';
};

const faultOfSeal = (seal: OpenedSeal, index: number, open: Map<Digest, Promised>): Fault | null => {
  const promised = open.get(seal.commitment);
  if (promised === undefined) return fault(NAME, `seal no. ${index + 1} is promised by no entry, or is there twice`);
  if (commitmentOf(seal.salt, seal.content) !== seal.commitment)
    return fault(NAME, `seal no. ${index + 1} is not what the entry promised: its SHA-256 differs`, promised.seq);
  const differs = difference(promised, seal.content);
  if (differs !== null) return fault(NAME, `seal no. ${index + 1} ${differs}`, promised.seq);
  open.delete(seal.commitment);
  return null;
};

/** Places and zones give positions away: neither may outlive them, and no place may be there that no guidance names. */
const faultOfRest = ({ sealed }: EvidenceData, deleted: Entry | undefined): Fault | null => {
  if (deleted !== undefined && sealed.seals.length > 0)
    return fault(NAME, 'opens positions that the record says were deleted', deleted.seq);
  if (deleted !== undefined && sealed.zones.length > 0)
    return fault(NAME, 'holds zones although positions were deleted', deleted.seq);
  const named = new Set(sealed.seals.flatMap(({ content }) => (content.kind === 'guidance' ? [content.placeId] : [])));
  const places = sealed.places.map(({ id }) => id);
  return places.every((id) => named.has(id)) && new Set(places).size === places.length
    ? null
    : fault(NAME, 'holds a place that no guidance leads to, or one twice');
};

/**
 * Holds opened seals against the commitments in the record: each commitment opened by exactly one seal, or none at all.
 * @returns what became of the positions.
 */
export const checkSeals = (data: EvidenceData): Result<PositionsState, Fault> => {
  const entries = data.record.entries.map(({ entry }) => entry);
  const promised = entries.flatMap(promisedBy);
  const deleted = entries.findLast(({ body }) => body.kind === 'positions.deleted');
  const rest = faultOfRest(data, deleted);
  if (rest !== null) return err(rest);
  const later = promised.find(({ seq }) => deleted !== undefined && seq > deleted.seq);
  if (later !== undefined) return err(fault('record.json', 'seals positions after their deletion', later.seq));
  if (deleted !== undefined) return ok('deleted');
  if (promised.length === 0 && data.sealed.seals.length === 0) return ok('none');
  if (data.sealed.seals.length === 0) return ok('not-included');
  const open = new Map(promised.map((one) => [one.commitment, one]));
  for (const [index, seal] of data.sealed.seals.entries()) {
    const wrong = faultOfSeal(seal, index, open);
    if (wrong !== null) return err(wrong);
  }
  const [unopened] = open.values();
  return unopened === undefined ? ok('open') : err(fault(NAME, 'no seal opens what the entry promised', unopened.seq));
};
