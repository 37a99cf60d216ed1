import type { SafePlace } from '../../../shared/domain/places.ts';
import { INK, toCss, withAlpha } from '../palette.ts';
import type { Rgba } from '../palette.ts';
import { CELL } from './atlas.ts';

const MID = CELL / 2;

const shield = (): Path2D => {
  const path = new Path2D();
  path.moveTo(MID, 16);
  path.lineTo(76, 26);
  path.lineTo(76, 48);
  path.quadraticCurveTo(76, 70, MID, 82);
  path.quadraticCurveTo(20, 70, 20, 48);
  path.lineTo(20, 26);
  path.closePath();
  return path;
};

const cross = (): Path2D => {
  const path = new Path2D();
  const arm = 12;
  const reach = 31;
  path.rect(MID - arm, MID - reach, 2 * arm, 2 * reach);
  path.rect(MID - reach, MID - arm, 2 * reach, 2 * arm);
  return path;
};

const train = (): Path2D => {
  const path = new Path2D();
  path.roundRect(25, 16, 46, 52, 12);
  path.moveTo(32, 70);
  path.lineTo(40, 70);
  path.lineTo(33, 82);
  path.lineTo(25, 82);
  path.closePath();
  path.moveTo(56, 70);
  path.lineTo(64, 70);
  path.lineTo(71, 82);
  path.lineTo(63, 82);
  path.closePath();
  return path;
};

const shop = (): Path2D => {
  const path = new Path2D();
  path.rect(25, 42, 46, 36);
  path.moveTo(26, 20);
  path.lineTo(70, 20);
  path.lineTo(78, 42);
  path.lineTo(18, 42);
  path.closePath();
  return path;
};

const SHAPE: Readonly<Record<SafePlace['kind'], () => Path2D>> = {
  'police-box': shield,
  hospital: cross,
  'station-office': train,
  'shop-24h': shop,
};

/** What is cut out of the shape, so that it still reads when it is small. */
const WINDOW: Readonly<Record<SafePlace['kind'], readonly [x: number, y: number, w: number, h: number] | null>> = {
  'police-box': [40, 36, 16, 22],
  hospital: null,
  'station-office': [33, 26, 30, 18],
  'shop-24h': [40, 54, 16, 24],
};

/** Draws a safe place: shield, cross, train front or shop front. */
export const drawPlace = (ctx: CanvasRenderingContext2D, kind: SafePlace['kind'], color: Rgba): void => {
  const path = SHAPE[kind]();
  ctx.lineJoin = 'round';
  ctx.lineWidth = 12;
  ctx.strokeStyle = toCss(withAlpha(INK, 235));
  ctx.stroke(path);
  ctx.fillStyle = toCss(color);
  ctx.fill(path);
  const hole = WINDOW[kind];
  if (hole === null) return;
  ctx.fillStyle = toCss(INK);
  ctx.fillRect(...hole);
};
