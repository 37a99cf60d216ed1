import type { Said } from './message.ts';
import type { ReadForm } from './read.ts';
import { alarmsIn, textIn, timeIn } from './values.ts';

/** Alarms and nothing else; `at` is when, as the device writes it. */
const alarmsAlone = (alarms: readonly string[], at_ms: number | null, at: unknown): Said => ({
  places: [],
  alarms,
  at_ms,
  stamp: textIn(at),
  wantsList: false,
});

/** What comes to `/sos` is a press, whatever it says beside its device; `at` tells one press from another and is no time to believe. */
export const pressForm: ReadForm = (own, beside) => alarmsAlone(['sos'], null, { ...beside, ...own }['at']);

/** What comes to `/events`: the event is its `kind`, or an `alarm` as at the other doors. One without either is an alarm without a name. */
export const eventForm: ReadForm = (own, beside) => {
  const names = alarmsIn([own['kind'], own['alarm'], beside['kind'], beside['alarm']]);
  const { at } = { ...beside, ...own };
  const at_ms = timeIn(at);
  return alarmsAlone(names.length === 0 ? [''] : names, at_ms === 'unreadable' ? null : at_ms, at);
};
