import type { Fix } from '../../../../shared/domain/fixes.ts';

/** The fields of a query, a form or a JSON object, as they came. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * One place of a message. `fix`: a place that can be believed so far; its time is null where the device gave none. `no-place`: none was
 * sent, as in a heartbeat. `no-valid-place`: one that the sender itself calls invalid, or that no device on earth can be at.
 * `place-faked`: the phone says that an app made it up. `unreadable`: latitude, longitude or time are there, but nobody can say what they
 * mean; `fault` names the field and repeats nothing of it.
 */
export type PlaceReading =
  | {
      readonly kind: 'fix';
      readonly at_ms: number | null;
      readonly charging: boolean;
      readonly fix: Omit<Fix, 'at_ms'>;
    }
  | { readonly kind: 'no-place' | 'no-valid-place' | 'place-faked' }
  | { readonly kind: 'unreadable'; readonly fault: string };

/** What one device said in one message, whatever form it came in. */
export type Said = {
  readonly places: readonly PlaceReading[];
  /** Names of Traccar's list, as sent: `sos`, `tampering`, `lowBattery` … */
  readonly alarms: readonly string[];
  /** When the device says that it spoke; null where it does not, or not readably. */
  readonly at_ms: number | null;
  /** The same as it was written: what is sent again carries it again. */
  readonly stamp: string | null;
  /** The app can read no answer but a list, and takes any other for a failure (OwnTracks). */
  readonly wantsList: boolean;
};

/** Whom a message says it is from. */
export type Identity = {
  /** `DEVICE` or `DEVICE~TOKEN`; null where it names none. */
  readonly identity: string | null;
  readonly token: string | null;
  /** The device of an OwnTracks topic, which is whatever its owner likes: it counts where nobody else is named. */
  readonly topic: string | null;
};

/** What was said, and by whom. Nothing in it has been checked against who it claims to be. */
export type Message = Identity & Said;
