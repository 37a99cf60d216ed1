import { PathLayer } from '@deck.gl/layers';
import { PATROL_ASSIGNED, toDeck, withAlpha } from '../palette.ts';
import type { PatrolSymbol, PersonSymbol } from '../scene/types.ts';
import { xy } from './deck.ts';

/** An assigned patrol and the victim it is sent to. */
export type Response = { readonly patrol: PatrolSymbol; readonly victim: PersonSymbol };

/** Patrols on their way to a victim who is on the map; one that has arrived needs no line. */
export const responses = (patrols: readonly PatrolSymbol[], people: readonly PersonSymbol[]): readonly Response[] =>
  patrols.flatMap((patrol) => {
    if (!patrol.emphasised || patrol.status === 'on-scene') return [];
    const victim = people.find((p) => p.role === 'victim' && p.incidentId === patrol.incidentId);
    return victim === undefined ? [] : [{ patrol, victim }];
  });

/** Straight hints of who is coming, not routes. */
export const responseLayers = (lines: readonly Response[]) => [
  new PathLayer<Response>({
    id: 'responses',
    data: lines,
    getPath: ({ patrol, victim }) => [xy(patrol.position), xy(victim.position)],
    getWidth: 1.5,
    widthUnits: 'pixels',
    getColor: toDeck(withAlpha(PATROL_ASSIGNED, 120)),
  }),
];
