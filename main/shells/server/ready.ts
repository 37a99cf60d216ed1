import { z } from 'zod';
import type { ServerChild } from './child.ts';

/** The one line a server prints on stdout when it can be dialled. */
const Ready = z.object({ ready: z.literal(true), port: z.int().min(1).max(65_535), pid: z.int().min(1) });
export type Ready = z.infer<typeof Ready>;

/** A server that came no further than its start; `line` is its own word for why, where it gave one. */
export type NotReady = { readonly ready: false; readonly code: number | null; readonly line: string | null };

const START_WITHIN_MS = 30_000;
const FOR_PEOPLE = 'jikim: ';

const parseReady = (line: string): Ready | null => {
  try {
    const parsed = Ready.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** Waits for a child's ready line, its end, or the end of patience (30 s), whichever comes first. */
export const untilReady = (child: ServerChild): Promise<Ready | NotReady> =>
  new Promise((resolve) => {
    let said: string | null = null;
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ ready: false, code: null, line: 'the monitoring server did not become ready within 30 s' });
    }, START_WITHIN_MS);
    child.onLine((line) => {
      const ready = parseReady(line);
      if (ready === null) return;
      clearTimeout(timer);
      resolve(ready);
    });
    child.onErrorLine((line) => {
      if (line.startsWith(FOR_PEOPLE)) said = line.slice(FOR_PEOPLE.length);
    });
    child.onExit((code) => {
      clearTimeout(timer);
      resolve({ ready: false, code, line: said });
    });
  });
