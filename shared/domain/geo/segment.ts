/** A point of a plane, metres. */
export type Point = readonly [x: number, y: number];

/** Where on the segment ab the origin is nearest (0 = a, 1 = b), and how near. */
export const nearestToOrigin = (a: Point, b: Point): { readonly share: number; readonly distance: number } => {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / length2));
  const x = a[0] + share * dx;
  const y = a[1] + share * dy;
  return { share, distance: Math.sqrt(x * x + y * y) };
};

/** Where on ab the segment cd crosses it (0 = a, 1 = b); null where they do not meet or run side by side. */
export const crossing = (a: Point, b: Point, c: Point, d: Point): number | null => {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]];
  const [sx, sy] = [d[0] - c[0], d[1] - c[1]];
  const cross = rx * sy - ry * sx;
  if (cross === 0) return null;
  const [qx, qy] = [c[0] - a[0], c[1] - a[1]];
  const onFirst = (qx * sy - qy * sx) / cross;
  const onSecond = (qx * ry - qy * rx) / cross;
  return onFirst >= 0 && onFirst <= 1 && onSecond >= 0 && onSecond <= 1 ? onFirst : null;
};
