import { useEffect, useRef } from 'react';
import { CELL } from '../icons/atlas.ts';
import type { IconSpec } from '../icons/atlas.ts';
import { drawIcon } from '../icons/draw.ts';

/** One map symbol, drawn by the same hand as on the map. */
export const IconPicture = ({ spec, size }: { readonly spec: IconSpec; readonly size: number }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const ctx = canvas.current?.getContext('2d');
    if (ctx === null || ctx === undefined) return;
    ctx.clearRect(0, 0, CELL, CELL);
    ctx.save();
    drawIcon(ctx, spec);
    ctx.restore();
  }, [spec]);
  return <canvas ref={canvas} width={CELL} height={CELL} style={{ width: size, height: size }} aria-hidden />;
};
