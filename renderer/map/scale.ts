/** Circumference of the sphere that web maps project on, metres. */
const EQUATOR_M = 40_075_016.686;
/** Edge of the world at zoom 0, pixels. */
const WORLD = 512;

/** Metres one pixel covers at a latitude and zoom. */
export const metresPerPixel = (lat: number, zoom: number): number =>
  (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (WORLD * 2 ** zoom);

/** Longest round distance (1, 2 or 5 times a power of ten) that fits into `room_px` pixels. */
export const scaleBar = (
  lat: number,
  zoom: number,
  room_px: number,
): { readonly distance_m: number; readonly width_px: number } => {
  const perPixel = metresPerPixel(lat, zoom);
  const most_m = perPixel * room_px;
  const power = 10 ** Math.floor(Math.log10(most_m));
  const step = most_m >= 5 * power ? 5 : most_m >= 2 * power ? 2 : 1;
  const distance_m = step * power;
  return { distance_m, width_px: distance_m / perPixel };
};
