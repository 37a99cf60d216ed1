import type { SafePlace } from '../../../shared/domain/places.ts';
import { INK, PATROL, PATROL_ASSIGNED, PLACE, VICTIM, codeColor, toCss, withAlpha } from '../palette.ts';
import type { Rgba } from '../palette.ts';
import { drawPatrol } from './patrol.ts';
import { drawPlace } from './place.ts';
import { ATLAS_HEIGHT, ATLAS_WIDTH, CELL, ICONS, atlasImage, iconMapping, iconName } from './atlas.ts';
import type { IconAtlas, IconSpec } from './atlas.ts';

type Ctx = CanvasRenderingContext2D;

const MID = CELL / 2;
/** A place inside its ring. */
const GOAL_SCALE = 0.62;

/** Fills or outlines a path, with a dark rim around it that keeps it readable over anything. */
const shape = (ctx: Ctx, path: Path2D, color: Rgba, hollow: boolean): void => {
  ctx.lineJoin = 'round';
  ctx.lineWidth = hollow ? 16 : 12;
  ctx.strokeStyle = toCss(withAlpha(INK, 230));
  ctx.stroke(path);
  ctx.fillStyle = toCss(hollow ? withAlpha(INK, 200) : color);
  ctx.fill(path);
  ctx.lineWidth = hollow ? 7 : 4;
  ctx.strokeStyle = toCss(hollow ? color : VICTIM);
  ctx.stroke(path);
};

const questionMark = (ctx: Ctx, color: Rgba): void => {
  ctx.fillStyle = toCss(color);
  ctx.font = '700 34px sans-serif';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('?', MID, MID + 2);
};

const diamond = (half: number): Path2D => {
  const path = new Path2D();
  path.moveTo(MID, MID - half);
  path.lineTo(MID + half, MID);
  path.lineTo(MID, MID + half);
  path.lineTo(MID - half, MID);
  path.closePath();
  return path;
};

const circle = (radius: number): Path2D => {
  const path = new Path2D();
  path.arc(MID, MID, radius, 0, 2 * Math.PI);
  return path;
};

const drawOffender = (ctx: Ctx, color: Rgba, hollow: boolean): void => {
  shape(ctx, diamond(30), color, hollow);
  if (hollow) questionMark(ctx, color);
};

const ringAround = (ctx: Ctx, dashed: boolean): void => {
  const ring = circle(33);
  ctx.strokeStyle = toCss(withAlpha(INK, 230));
  ctx.lineWidth = 12;
  ctx.stroke(ring);
  ctx.setLineDash(dashed ? [9, 8] : []);
  ctx.strokeStyle = toCss(VICTIM);
  ctx.lineWidth = 5;
  ctx.stroke(ring);
};

const drawVictim = (ctx: Ctx, hollow: boolean): void => {
  ringAround(ctx, hollow);
  shape(ctx, circle(19), VICTIM, hollow);
  if (hollow) questionMark(ctx, VICTIM);
};

/** The safe place that a way leads to: bright, on a dark disc with a ring. */
const drawGoal = (ctx: Ctx, kind: SafePlace['kind']): void => {
  const disc = circle(42);
  ctx.fillStyle = toCss(withAlpha(INK, 230));
  ctx.fill(disc);
  ctx.strokeStyle = toCss(VICTIM);
  ctx.lineWidth = 5;
  ctx.stroke(disc);
  ctx.translate(MID, MID);
  ctx.scale(GOAL_SCALE, GOAL_SCALE);
  ctx.translate(-MID, -MID);
  drawPlace(ctx, kind, VICTIM);
};

const drawTick = (ctx: Ctx, color: Rgba): void => {
  const path = new Path2D();
  path.moveTo(MID, 4);
  path.lineTo(MID + 10, 19);
  path.lineTo(MID - 10, 19);
  path.closePath();
  ctx.lineJoin = 'round';
  ctx.lineWidth = 5;
  ctx.strokeStyle = toCss(withAlpha(INK, 230));
  ctx.stroke(path);
  ctx.fillStyle = toCss(color);
  ctx.fill(path);
};

/** Draws one symbol into the cell at the context's origin. */
export const drawIcon = (ctx: Ctx, spec: IconSpec): void => {
  switch (spec.type) {
    case 'offender':
      return drawOffender(ctx, codeColor(spec.code), spec.hollow);
    case 'victim':
      return drawVictim(ctx, spec.hollow);
    case 'patrol':
      return drawPatrol(ctx, spec.kind, spec.status, spec.bright ? PATROL_ASSIGNED : PATROL);
    case 'place':
      return spec.goal ? drawGoal(ctx, spec.kind) : drawPlace(ctx, spec.kind, PLACE);
    case 'tick':
      return drawTick(ctx, spec.bright ? VICTIM : PATROL);
  }
};

/** Draws all symbols once; about 800 × 700 pixels. Throws where the browser gives no 2D canvas. */
export const drawAtlas = (): IconAtlas => {
  const image = document.createElement('canvas');
  image.width = ATLAS_WIDTH;
  image.height = ATLAS_HEIGHT;
  const ctx = image.getContext('2d');
  if (ctx === null) throw new Error('no 2D canvas to draw the map symbols on');
  const mapping = iconMapping();
  for (const spec of ICONS) {
    const cell = mapping[iconName(spec)];
    if (cell === undefined) continue;
    ctx.save();
    ctx.translate(cell.x, cell.y);
    drawIcon(ctx, spec);
    ctx.restore();
  }
  return { image: atlasImage(image), mapping };
};
