/** Loaded before a server: its wall clock says what a file tells, `{ offset_ms, drift }`, while time passes as ever. */
import { readFileSync } from 'node:fs';

const file = process.env.JIKIM_TEST_CLOCK;
const LOOK_EVERY_MS = 20;
const RealDate = Date;
let looked_ms = Number.NEGATIVE_INFINITY;
let told = { offset_ms: 0, drift: 0 };
let since_ms = performance.now();

const offset_ms = () => {
  const now_ms = performance.now();
  if (file !== undefined && now_ms - looked_ms >= LOOK_EVERY_MS) {
    looked_ms = now_ms;
    try {
      const read = JSON.parse(readFileSync(file, 'utf8'));
      if (read.offset_ms !== told.offset_ms || read.drift !== told.drift) since_ms = now_ms;
      told = read;
    } catch {
      // Half written: the next look reads it.
    }
  }
  return told.offset_ms + told.drift * (now_ms - since_ms);
};

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset_ms());
    else super(...given);
  }
  static now() {
    return Math.round(RealDate.now() + offset_ms());
  }
};
