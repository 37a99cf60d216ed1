import type { Digest, GuidanceId, PersonId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';

/** What an entry promised to hold sealed. */
export type Promised = { readonly seq: number; readonly commitment: Digest } & (
  | {
      readonly kind: 'positions';
      readonly personId: PersonId;
      readonly points: number;
      readonly from_ms: number;
      readonly to_ms: number;
    }
  | { readonly kind: 'guidance'; readonly guidanceId: GuidanceId }
);

/** Everything an entry promised: nothing, guidance, or a piece for each person. */
export const promisedBy = ({ seq, body }: Entry): readonly Promised[] => {
  if (body.kind === 'positions.committed') return body.pieces.map((piece) => ({ kind: 'positions', seq, ...piece }));
  if (body.kind === 'guidance.sent' && body.message.type === 'place')
    return [{ kind: 'guidance', seq, guidanceId: body.guidanceId, commitment: body.message.commitment }];
  return [];
};
