import { z } from 'zod';
import { FAILURE_REASONS } from '../../files/fail.ts';
import type { FailureReason } from '../../files/fail.ts';
import type { ServerChild } from './child.ts';

/** The one line a server prints on stdout when it can be dialled. */
const Ready = z.object({ ready: z.literal(true), port: z.int().min(1).max(65_535), pid: z.int().min(1) });
export type Ready = z.infer<typeof Ready>;

const Failed = z.object({ ready: z.literal(false), reason: z.enum(FAILURE_REASONS) });

/** A server that came no further than its start; `line` is its own word for why, where it gave one. */
export type NotReady = {
  readonly ready: false;
  readonly code: number | null;
  readonly line: string | null;
  readonly reason: FailureReason;
};

const START_WITHIN_MS = 30_000;
const FOR_PEOPLE = 'jikim: ';

const StartLine = z.union([Ready, Failed]);

const parseLine = (line: string): z.infer<typeof StartLine> | null => {
  try {
    const parsed = StartLine.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Waits for a child's ready line, its end, or the end of patience (30 s), whichever comes first. */
export const untilReady = (child: ServerChild): Promise<Ready | NotReady> =>
  new Promise((resolve) => {
    let said: string | null = null;
    let reason: FailureReason = 'other';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ ready: false, code: null, line: 'the monitoring server did not become ready within 30 s', reason });
    }, START_WITHIN_MS);
    child.onLine((line) => {
      const start = parseLine(line);
      if (start === null) return;
      if (!start.ready) {
        reason = start.reason;
        return;
      }
      clearTimeout(timer);
      resolve(start);
    });
    child.onErrorLine((line) => {
      if (line.startsWith(FOR_PEOPLE)) said = line.slice(FOR_PEOPLE.length);
    });
    child.onExit((code) => {
      clearTimeout(timer);
      resolve({ ready: false, code, line: said, reason });
    });
  });
