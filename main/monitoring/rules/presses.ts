import { createHash } from 'node:crypto';
import { Digest } from '../../../shared/domain/ids.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';

/** What the record says of a press, so that the same one is known again; null of a press without a stamp, which is never the same as another. */
export const pressOf = (person: PersonId, stamp: string | null): Digest | null =>
  stamp === null ? null : Digest.parse(createHash('sha256').update(`${person} ${stamp}`).digest('hex'));

/** Remembers which presses of the button are on disk, so that one that a phone sends again is not counted as another. */
export type Presses = {
  /** The press went to disk then. */
  readonly note: (press: Digest | null, onDisk_ms: number) => void;
  /** True for a press that went to disk less than the window ago, by the server's clock: a phone's may stand still. */
  readonly isRepeat: (press: Digest | null, now_ms: number) => boolean;
};

const PAGE = 200;

/** Entries that were recorded since then, oldest first; costs what they are. */
const recordedSince = (record: Pick<IncidentRecord, 'since' | 'world'>, from_ms: number): readonly Entry[] => {
  const found: Entry[] = [];
  for (let until = record.world().head; until > 0; until -= PAGE) {
    const first = Math.max(0, until - PAGE);
    const page = record.since(first, until - first);
    found.unshift(...page.filter(({ recordedAt_ms }) => recordedAt_ms >= from_ms));
    if ((page[0]?.recordedAt_ms ?? 0) < from_ms) break;
  }
  return found;
};

/** Presses as a server that has just started knows them: those that the record holds of the last `window_s`. */
export const createPresses = (
  window_s: number,
  record: Pick<IncidentRecord, 'since' | 'world'>,
  now_ms: number,
): Presses => {
  /** Oldest first, and never longer than the window. */
  const noted = new Map<Digest, number>();
  const isOver = (at_ms: number, at: number): boolean => at - at_ms > window_s * 1000;
  const note: Presses['note'] = (press, onDisk_ms) => {
    if (press === null) return;
    for (const [key, noted_ms] of noted) {
      if (!isOver(noted_ms, onDisk_ms)) break;
      noted.delete(key);
    }
    noted.delete(press); // to the end of the order
    noted.set(press, onDisk_ms);
  };
  for (const { body, recordedAt_ms } of recordedSince(record, now_ms - window_s * 1000))
    if (body.kind === 'alert.raised' || body.kind === 'alert.repeated') note(body.press ?? null, recordedAt_ms);
  return {
    note,
    isRepeat: (press, at_ms) => {
      const noted_ms = press === null ? undefined : noted.get(press);
      return noted_ms !== undefined && !isOver(noted_ms, at_ms);
    },
  };
};
