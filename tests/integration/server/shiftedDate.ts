/** Loaded before a server: its wall clock says what a file tells, while time passes as ever. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Told = z.object({ offset_ms: z.number(), drift: z.number() });

const file = process.env['JIKIM_TEST_CLOCK'] ?? '';
const LOOK_EVERY_MS = 20;
const RealDate = Date;
let looked_ms = Number.NEGATIVE_INFINITY;
let told = { offset_ms: 0, drift: 0 };
let since_ms = performance.now();

const look = (now_ms: number): void => {
  if (now_ms - looked_ms < LOOK_EVERY_MS) return;
  looked_ms = now_ms;
  const read = Told.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.offset_ms !== told.offset_ms || read.drift !== told.drift) since_ms = now_ms;
  told = read;
};
const wall_ms = (): number => {
  const now_ms = performance.now();
  look(now_ms);
  return Math.round(RealDate.now() + told.offset_ms + told.drift * (now_ms - since_ms));
};

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: readonly unknown[]) =>
    Reflect.construct(target, args.length === 0 ? [wall_ms()] : args) as object, // a Date, which Reflect does not say
  get: (target, name): unknown => (name === 'now' ? wall_ms : Reflect.get(target, name)),
});
