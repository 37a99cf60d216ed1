import type { UnitKind, UnitStatus } from '../../../shared/domain/units.ts';
import { INK, toCss, withAlpha } from '../palette.ts';
import type { Rgba } from '../palette.ts';
import { CELL } from './atlas.ts';

type Ctx = CanvasRenderingContext2D;

const EDGE = 16;
const SIDE = CELL - 2 * EDGE;

/** How far the square is filled: it rises as the response goes on. */
const FILL: Readonly<Record<UnitStatus, number>> = {
  available: 0,
  dispatched: 0.34,
  'en-route': 0.67,
  'on-scene': 1,
  clear: 0,
  'out-of-service': 0,
};

const square = (): Path2D => {
  const path = new Path2D();
  path.roundRect(EDGE, EDGE, SIDE, SIDE, 13);
  return path;
};

const car = (): Path2D => {
  const path = new Path2D();
  path.roundRect(29, 47, 38, 15, 4);
  path.moveTo(34, 47);
  path.lineTo(39, 34);
  path.lineTo(57, 34);
  path.lineTo(62, 47);
  path.closePath();
  path.rect(32, 60, 8, 7);
  path.rect(56, 60, 8, 7);
  return path;
};

const motorbike = (): Path2D => {
  const path = new Path2D();
  path.arc(34, 58, 9, 0, 2 * Math.PI);
  path.moveTo(71, 58);
  path.arc(62, 58, 9, 0, 2 * Math.PI);
  path.moveTo(34, 54);
  path.lineTo(46, 43);
  path.lineTo(56, 43);
  path.lineTo(52, 32);
  path.lineTo(60, 32);
  path.lineTo(66, 54);
  path.lineTo(46, 56);
  path.closePath();
  return path;
};

const foot = (): Path2D => {
  const path = new Path2D();
  path.arc(48, 33, 7.5, 0, 2 * Math.PI);
  path.roundRect(38, 43, 20, 27, 8);
  return path;
};

const GLYPH: Readonly<Record<UnitKind, () => Path2D>> = { car, motorbike, foot };

/** A glyph is light on the empty part of the square and dark on the filled part. */
const glyphIn = (ctx: Ctx, glyph: Path2D, color: Rgba, fillTop: number): void => {
  for (const filled of [false, true]) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, filled ? fillTop : 0, CELL, filled ? CELL - fillTop : fillTop);
    ctx.clip();
    ctx.fillStyle = toCss(filled ? INK : color);
    ctx.fill(glyph);
    ctx.restore();
  }
};

const slash = (ctx: Ctx, color: Rgba): void => {
  ctx.lineCap = 'round';
  for (const [width, stroke] of [
    [12, INK],
    [5, color],
  ] as const) {
    ctx.lineWidth = width;
    ctx.strokeStyle = toCss(stroke);
    ctx.beginPath();
    ctx.moveTo(EDGE + 6, CELL - EDGE - 6);
    ctx.lineTo(CELL - EDGE - 6, EDGE + 6);
    ctx.stroke();
  }
};

/** Draws a patrol: rounded square, kind as a glyph, status as fill level; cleared is dashed, out of service is struck out. */
export const drawPatrol = (ctx: Ctx, kind: UnitKind, status: UnitStatus, tone: Rgba): void => {
  const color = status === 'out-of-service' ? withAlpha(tone, 130) : tone;
  const box = square();
  const fillTop = EDGE + SIDE * (1 - FILL[status]);
  ctx.lineWidth = 11;
  ctx.strokeStyle = toCss(withAlpha(INK, 230));
  ctx.stroke(box);
  ctx.fillStyle = toCss(withAlpha(INK, 240));
  ctx.fill(box);
  ctx.save();
  ctx.clip(box);
  ctx.fillStyle = toCss(color);
  ctx.fillRect(0, fillTop, CELL, CELL);
  ctx.restore();
  glyphIn(ctx, GLYPH[kind](), color, fillTop);
  ctx.setLineDash(status === 'clear' ? [9, 7] : []);
  ctx.lineWidth = 5;
  ctx.strokeStyle = toCss(color);
  ctx.stroke(box);
  ctx.setLineDash([]);
  if (status === 'out-of-service') slash(ctx, color);
};
