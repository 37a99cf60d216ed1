import { TextLayer } from '@deck.gl/layers';
import type { TextLayerProps } from '@deck.gl/layers';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { LABEL_BACK, toDeck } from '../palette.ts';

/** deck.gl's types ask for mutable tuples. */
export const xy = (position: LonLat): [number, number] => [position[0], position[1]];

export const path = (points: readonly LonLat[]): [number, number][] => points.map(xy);

/** What lies outside the selected incident steps back. */
export const UNFOCUSED = 0.35;
export const focusOpacity = (inFocus: boolean): number => (inFocus ? 1 : UNFOCUSED);

export const FONT_FAMILY = '"Noto Sans KR", sans-serif';

/** Type shared by all labels: Hangul needs the character set taken from the data. */
export const LABEL_TYPE = {
  characterSet: 'auto',
  fontFamily: FONT_FAMILY,
  fontWeight: 600,
  fontSettings: { fontSize: 48 },
  sizeUnits: 'pixels',
} as const;

/** A text layer, where there is anything to write: with no letters at all deck.gl would upload an empty picture. */
export const labels = <T>(props: TextLayerProps<T> & { readonly data: readonly T[] }): readonly TextLayer<T>[] =>
  props.data.length === 0 ? [] : [new TextLayer<T>(props)];

/** Dark plate behind a label, so that it reads over anything. */
export const LABEL_PLATE = {
  background: true,
  backgroundPadding: [6, 3, 6, 3],
  backgroundBorderRadius: 4,
  getBackgroundColor: toDeck(LABEL_BACK),
} as const;
