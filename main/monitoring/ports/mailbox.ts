import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { GuidanceId, PersonId } from '../../../shared/domain/ids.ts';
import type { GuidanceAnswer } from '../../../shared/domain/incidents/entries.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** Guidance as the victim's own device is given it: text, or a place with the way there. */
export type GuidanceMessage = {
  readonly guidanceId: GuidanceId;
  readonly sentAt_ms: number;
  readonly text: string | null;
  readonly place: { readonly name: string; readonly lon: number; readonly lat: number } | null;
  readonly route: readonly LonLat[] | null;
};

/** Guidance that the device was given and that holds no more. */
export type WithdrawnGuidance = { readonly guidanceId: GuidanceId; readonly at_ms: number };

/** What a device says has become of guidance. */
export type GuidanceReport =
  { readonly state: 'read' } | { readonly state: 'answered'; readonly answer: GuidanceAnswer };
export type ReportRefusal = 'unknown-guidance' | 'store-failed';

/** Where victims' devices fetch guidance and say what became of it. */
export type Mailbox = {
  /**
   * What holds and a person has not answered yet in running incidents, oldest first. Fetching is delivery, and recorded once; guidance is handed
   * over even while the store refuses to record that.
   */
  readonly fetch: (person: PersonId) => readonly GuidanceMessage[];
  /** What a person's device was given in running incidents and was withdrawn or replaced since: it takes that off its screen. */
  readonly withdrawn: (person: PersonId) => readonly WithdrawnGuidance[];
  /** Records what a device says, once; another answer than before is recorded again, since a victim may need help after all. */
  readonly report: (
    person: PersonId,
    guidance: GuidanceId,
    report: GuidanceReport,
    answer: (reported: Result<null, ReportRefusal>) => void,
  ) => void;
};
