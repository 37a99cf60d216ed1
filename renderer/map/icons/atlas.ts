import type { IconLayerProps } from '@deck.gl/layers';
import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { UnitKind, UnitStatus } from '../../../shared/domain/units.ts';
import type { PatrolSymbol, PersonSymbol } from '../scene/types.ts';

/** One drawable symbol. Every variant is a picture of its own, so that shape, fill and outline can say different things. */
export type IconSpec =
  | { readonly type: 'offender'; readonly code: DispatchCode; readonly hollow: boolean }
  | { readonly type: 'victim'; readonly hollow: boolean }
  | { readonly type: 'patrol'; readonly kind: UnitKind; readonly status: UnitStatus; readonly bright: boolean }
  | { readonly type: 'place'; readonly kind: SafePlace['kind']; readonly goal: boolean }
  | { readonly type: 'tick'; readonly bright: boolean };

const CODES: readonly DispatchCode[] = [0, 1, 2, 3, 4];
const KINDS: readonly UnitKind[] = ['car', 'motorbike', 'foot'];
const STATUSES: readonly UnitStatus[] = ['available', 'dispatched', 'en-route', 'on-scene', 'clear', 'out-of-service'];
const PLACES: readonly SafePlace['kind'][] = ['police-box', 'hospital', 'station-office', 'shop-24h'];
const BOTH = [false, true] as const;

/** Name of a symbol in the atlas. */
export const iconName = (spec: IconSpec): string => {
  switch (spec.type) {
    case 'offender':
      return `offender-${spec.code}${spec.hollow ? '-hollow' : ''}`;
    case 'victim':
      return `victim${spec.hollow ? '-hollow' : ''}`;
    case 'patrol':
      return `patrol-${spec.kind}-${spec.status}${spec.bright ? '-bright' : ''}`;
    case 'place':
      return `place-${spec.kind}${spec.goal ? '-goal' : ''}`;
    case 'tick':
      return spec.bright ? 'tick-bright' : 'tick-calm';
  }
};

/** Every symbol the map can draw. */
export const ICONS: readonly IconSpec[] = [
  ...CODES.flatMap((code) => BOTH.map((hollow) => ({ type: 'offender', code, hollow }) as const)),
  ...BOTH.map((hollow) => ({ type: 'victim', hollow }) as const),
  ...KINDS.flatMap((kind) =>
    STATUSES.flatMap((status) => BOTH.map((bright) => ({ type: 'patrol', kind, status, bright }) as const)),
  ),
  ...PLACES.flatMap((kind) => BOTH.map((goal) => ({ type: 'place', kind, goal }) as const)),
  ...BOTH.map((bright) => ({ type: 'tick', bright }) as const),
];

/** A silent person is hollow with a question mark: a last known place, not a present one. */
export const personIcon = (person: Pick<PersonSymbol, 'role' | 'code' | 'freshness'>): string => {
  const hollow = person.freshness === 'silent';
  return iconName(
    person.role === 'offender' ? { type: 'offender', code: person.code, hollow } : { type: 'victim', hollow },
  );
};

export const patrolIcon = (patrol: Pick<PatrolSymbol, 'kind' | 'status' | 'emphasised'>): string =>
  iconName({ type: 'patrol', kind: patrol.kind, status: patrol.status, bright: patrol.emphasised });

/** Edge of one cell, pixels: about three times what is drawn, for dense screens. */
export const CELL = 96;
/** Gap between cells, so that smaller mip levels do not bleed. */
const GAP = 8;
const COLUMNS = 8;

type Cell = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly mask: false;
};

export const ATLAS_WIDTH = COLUMNS * (CELL + GAP);
export const ATLAS_HEIGHT = Math.ceil(ICONS.length / COLUMNS) * (CELL + GAP);

/** Where each symbol lies in the atlas. */
export const iconMapping = (): Record<string, Cell> =>
  Object.fromEntries(
    ICONS.map((spec, i) => [
      iconName(spec),
      {
        x: (i % COLUMNS) * (CELL + GAP),
        y: Math.floor(i / COLUMNS) * (CELL + GAP),
        width: CELL,
        height: CELL,
        mask: false,
      },
    ]),
  );

type AtlasImage = NonNullable<IconLayerProps['iconAtlas']>;

/**
 * A canvas as deck.gl's image prop takes it. Its types name only an address or a texture; a canvas is accepted as well and
 * spares fetching a `data:` address, which the page's content security policy forbids.
 */
export const atlasImage = (canvas: HTMLCanvasElement): AtlasImage => canvas as unknown as AtlasImage;

/** The picture and its index. */
export type IconAtlas = { readonly image: AtlasImage; readonly mapping: Record<string, Cell> };
