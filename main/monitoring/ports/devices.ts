import type { DeviceEventKind, DeviceSign, Fix } from '../../../shared/domain/fixes.ts';
import type { PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { ReportedStep } from '../../../shared/domain/incidents/patrolReport.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** Why a fix was not taken. Each is counted; nothing is dropped in silence. */
export type FixRefusal = 'unknown-person' | 'future' | 'too-old' | 'no-order' | 'duplicate' | 'implausible';
export type Accepted = { readonly accepted: true } | { readonly accepted: false; readonly reason: FixRefusal };

export type EventRefusal = 'no-order' | 'store-failed';

/** An alarm that is on disk: `known` where it is the same as one that came before, and says nothing new. */
export type AlarmTaken = 'raised' | 'known';

/**
 * What a device reports that may not be lost: a press of the button, or an event of the device. `stamp` is what a device that sends it again
 * repeats: a press with the same within the policy's window is the same press; without one each is for itself.
 */
export type DeviceAlarm = {
  readonly kind: 'sos' | DeviceEventKind;
  readonly person: PersonId;
  readonly at_ms: number;
  readonly stamp: string | null;
};

/** What becomes of an alarm: it is on disk, or why it is not. */
export type AlarmAnswer = Result<AlarmTaken, EventRefusal>;

/** What devices say, over the air or from the simulator. */
export type FromDevices = {
  readonly ingestFix: (person: PersonId, fix: Fix, receivedAt_ms: number) => Accepted;
  /** Fixes of one person that came together, each answered. */
  readonly ingestFixes: (person: PersonId, fixes: readonly Fix[], receivedAt_ms: number) => readonly Accepted[];
  /** What a message of a person's device said beside fixes that count; `receivedAt_ms` by the server's clock. */
  readonly ingestSigns: (person: PersonId, signs: readonly DeviceSign[], receivedAt_ms: number) => void;
  /** False when the unit is unknown or the fix is older than the last. */
  readonly ingestUnitFix: (unit: UnitId, fix: Fix) => boolean;
  /** A crew says that it has set out, or is there. */
  readonly reportStep: (unit: UnitId, step: ReportedStep) => void;
  /** A real device takes over from a simulated one. */
  readonly startOver: (person: PersonId) => void;
  readonly deviceEvent: (person: PersonId, kind: DeviceEventKind, at_ms: number) => void;
  /** The button. `stamp` tells presses apart where the phone sends one again: its own time for it, as it wrote it. */
  readonly sos: (person: PersonId, at_ms: number, stamp?: string | null) => void;
  /** Presses of the button and device events that came together: one write, each answered for itself. */
  readonly alarms: (alarms: readonly DeviceAlarm[], answer: (answers: readonly AlarmAnswer[]) => void) => void;
  /** True once a place of this person is believed, be it from before a restart. */
  readonly hasPlace: (person: PersonId) => boolean;
};
