import type { PersonId } from '../../../shared/domain/ids.ts';
import type { EvidenceSeals, SealedContent } from '../../../shared/protocol/evidence.ts';
import type { Track } from '../../../shared/protocol/track.ts';

type Opened<K extends SealedContent['kind']> = Extract<SealedContent, { readonly kind: K }>;

const contents = <K extends SealedContent['kind']>(sealed: EvidenceSeals, kind: K): readonly Opened<K>[] =>
  // The filter compares the very field that tells the members of the union apart.
  sealed.seals.map(({ content }) => content).filter((content): content is Opened<K> => content.kind === kind);

/** Sealed positions joined to one track for each person, in order of time; people in order of first mention. */
export const tracksOf = (sealed: EvidenceSeals): readonly Track[] => {
  const byPerson: ReadonlyMap<PersonId, readonly Opened<'positions'>[]> = Map.groupBy(
    contents(sealed, 'positions'),
    ({ personId }) => personId,
  );
  return [...byPerson].map(([personId, pieces]) => ({
    personId,
    points: pieces.flatMap(({ points }) => points).toSorted((a, b) => a.at_ms - b.at_ms),
  }));
};

/** Ways that victims were led along, in the order they were sealed. */
export const guidanceOf = (sealed: EvidenceSeals): readonly Opened<'guidance'>[] => contents(sealed, 'guidance');

/** Whether the package says where anybody was: it holds positions, ways or zones. */
export const hasPositions = ({ seals, zones }: EvidenceSeals): boolean => seals.length > 0 || zones.length > 0;
