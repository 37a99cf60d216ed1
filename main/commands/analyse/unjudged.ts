import type { Fix } from '../../../shared/domain/fixes.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Joined } from '../../monitoring/tracks/tracks.ts';

/** What could not be judged of a track. */
export type Unjudged = {
  /** Reports that could not be used or were not believed, and how many there were in all; those of a time that was told before count in neither. */
  readonly fixes: number;
  readonly of: number;
  /** Seconds through which nothing else was heard, in stretches longer than the silence that is told of an offender. */
  readonly seconds: number;
};

/** Counts what of one person's track could not be judged. */
export const createUnjudged = ({ silence, recorded }: Policy) => {
  let [reports, believed] = [0, 0];
  let waiting: Fix | null = null;
  let doubted: { readonly from_ms: number; to_ms: number } | null = null;
  let unjudged_ms = 0;

  const doubt = ({ at_ms }: Fix): void => {
    doubted ??= { from_ms: at_ms, to_ms: at_ms };
    doubted.to_ms = Math.max(doubted.to_ms, at_ms);
  };
  const settle = (): void => {
    const lasted_ms = doubted === null ? 0 : doubted.to_ms - doubted.from_ms;
    if (lasted_ms > silence.after_s * 1000) unjudged_ms += lasted_ms;
    doubted = null;
  };

  return {
    /** A report that was refused before it reached the track. */
    refuse: (): void => void (reports += 1),
    joined: (fix: Fix, { heard, refused }: Joined): void => {
      if (refused === 'duplicate') return;
      reports += 1;
      const taken = heard.filter(({ as }) => as !== 'held');
      believed += taken.length;
      // Only now it shows whether the one that was held is believed.
      if (waiting !== null && refused === null) {
        const { at_ms } = waiting;
        if (!taken.some((one) => one.fix.at_ms === at_ms)) doubt(waiting);
        waiting = null;
      }
      if (refused !== null) doubt(fix);
      else if (taken.length === 0) waiting = fix;
      if (taken.some(({ as }) => as === 'present')) settle();
    },
    /** Null where it is too little to speak of. After the last fix. */
    unjudged: (): Unjudged | null => {
      if (waiting !== null) doubt(waiting);
      settle();
      const fixes = reports - believed;
      if (unjudged_ms === 0 && fixes <= reports * recorded.badLines_share) return null;
      return { fixes, of: reports, seconds: unjudged_ms / 1000 };
    },
  };
};
