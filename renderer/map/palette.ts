import type { DispatchCode } from '../../shared/domain/codes.ts';

/** Red, green, blue, alpha, 0–255 each. */
export type Rgba = readonly [r: number, g: number, b: number, a: number];

/**
 * Colour means urgency and nothing else: only the dispatch codes are coloured, all other symbols are told apart by
 * shape and brightness. The same values stand in styles/tokens.css for the panels beside the map.
 */
const CODE: Readonly<Record<DispatchCode, Rgba>> = {
  0: [255, 77, 79, 255],
  1: [255, 159, 67, 255],
  2: [255, 214, 102, 255],
  3: [168, 182, 198, 255],
  4: [168, 182, 198, 255],
};

export const codeColor = (code: DispatchCode): Rgba => CODE[code];

export const VICTIM: Rgba = [240, 246, 252, 255];
export const PATROL: Rgba = [154, 174, 194, 255];
export const PATROL_ASSIGNED: Rgba = [232, 241, 250, 255];
export const PLACE: Rgba = [118, 138, 158, 255];
export const INK: Rgba = [9, 13, 18, 255];
export const LABEL: Rgba = [226, 233, 240, 255];
export const LABEL_DIM: Rgba = [150, 165, 180, 255];
export const LABEL_BACK: Rgba = [11, 16, 22, 216];

export const withAlpha = (color: Rgba, alpha: number): Rgba => [color[0], color[1], color[2], Math.round(alpha)];

/** Opacity 0–1 applied on top of a colour's own. */
export const faded = (color: Rgba, opacity: number): Rgba => withAlpha(color, color[3] * opacity);

/** Mutable copy, as deck.gl's accessors are typed. */
export const toDeck = (color: Rgba): [number, number, number, number] => [color[0], color[1], color[2], color[3]];

export const toCss = (color: Rgba): string =>
  `rgb(${color[0]} ${color[1]} ${color[2]} / ${(color[3] / 255).toFixed(3)})`;
