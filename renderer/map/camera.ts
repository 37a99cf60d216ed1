import type { LonLat } from '../../shared/domain/fixes.ts';

export type ViewSize = { readonly width: number; readonly height: number };
export type Padding = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
export type Camera = { readonly center: LonLat; readonly zoom: number };

/** Room for labels, the legend and the scale around what is fitted, pixels. */
export const FIT_PADDING: Padding = { top: 84, right: 96, bottom: 84, left: 96 };
/** What is followed may come this near to the edge before the camera moves again, pixels. Below, its label must clear the scale. */
export const KEEP_INSIDE: Padding = { top: 40, right: 48, bottom: 76, left: 48 };

/** Edge of the world at zoom 0 in maplibre and mapbox, pixels. */
const WORLD = 512;
const MIN_ZOOM = 9;
/** Closer than this the schematic has nothing more to show. */
const MAX_FIT_ZOOM = 17;
/** Zoom that would be gained by fitting anew before the camera bothers to. */
const ZOOM_SLACK = 1.2;

/** Spherical Mercator, 0–1 from the north-west corner. */
const toMercator = ([lon, lat]: LonLat): readonly [x: number, y: number] => {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
};

const fromMercator = (x: number, y: number): LonLat => [
  (x - 0.5) * 360,
  (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI,
];

type Box = { readonly west: number; readonly east: number; readonly north: number; readonly south: number };

const boxOf = (points: readonly LonLat[]): Box | null => {
  if (points.length === 0) return null;
  const merc = points.map(toMercator);
  const xs = merc.map(([x]) => x);
  const ys = merc.map(([, y]) => y);
  return { west: Math.min(...xs), east: Math.max(...xs), north: Math.min(...ys), south: Math.max(...ys) };
};

/** Camera that shows all points inside the padding; null without points or room. */
export const fitTo = (points: readonly LonLat[], size: ViewSize, padding = FIT_PADDING): Camera | null => {
  const box = boxOf(points);
  const width = size.width - padding.left - padding.right;
  const height = size.height - padding.top - padding.bottom;
  if (box === null || width <= 0 || height <= 0) return null;
  const scale = Math.min(width / (box.east - box.west), height / (box.south - box.north)) / WORLD;
  const zoom = Math.min(MAX_FIT_ZOOM, Math.max(MIN_ZOOM, Math.log2(scale)));
  // Uneven padding shifts the middle of what is free to the middle of the box.
  const pixel = 1 / (WORLD * 2 ** zoom);
  const x = (box.west + box.east) / 2 + ((padding.right - padding.left) / 2) * pixel;
  const y = (box.north + box.south) / 2 + ((padding.bottom - padding.top) / 2) * pixel;
  return { center: fromMercator(x, y), zoom };
};

/** Whether every point lies inside the view with `inset` to spare. */
export const isInside = (points: readonly LonLat[], camera: Camera, size: ViewSize, inset = KEEP_INSIDE): boolean => {
  const [cx, cy] = toMercator(camera.center);
  const scale = WORLD * 2 ** camera.zoom;
  return points.every((point) => {
    const [x, y] = toMercator(point);
    const px = (x - cx) * scale + size.width / 2;
    const py = (y - cy) * scale + size.height / 2;
    return px >= inset.left && px <= size.width - inset.right && py >= inset.top && py <= size.height - inset.bottom;
  });
};

/** Whether what is followed has left the view or shrunk so far that a closer look pays. */
export const needsRefit = (points: readonly LonLat[], camera: Camera, size: ViewSize): boolean => {
  if (!isInside(points, camera, size)) return true;
  const ideal = fitTo(points, size);
  return ideal !== null && ideal.zoom - camera.zoom > ZOOM_SLACK;
};
