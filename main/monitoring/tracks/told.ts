import type { DeviceSign } from '../../../shared/domain/fixes.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import {
  nothingTold,
  withFixes,
  withHeld,
  withNewest,
  withRepeat,
  withSigns,
} from '../../../shared/domain/rules/told.ts';
import type { Told } from '../../../shared/domain/rules/told.ts';
import type { Heard } from '../../../shared/domain/rules/types.ts';

/** What everybody's devices have said beside fixes that count; one small object a person, in memory only. */
export type ToldByDevices = {
  readonly signs: (person: PersonId, signs: readonly DeviceSign[], at_ms: number) => void;
  readonly fixes: (person: PersonId, heard: readonly Heard[], at_ms: number) => void;
  /** When the newest fix of a message was taken, whatever becomes of it. */
  readonly newest: (person: PersonId, newest_ms: number, at_ms: number) => void;
  /** A fix came that was known already. */
  readonly repeat: (person: PersonId, at_ms: number) => void;
  readonly of: (person: PersonId) => Told | null;
  /** Another device speaks for this person: what the one before said is nothing of the new one's. */
  readonly startOver: (person: PersonId) => void;
};

export const createToldByDevices = (policy: Policy): ToldByDevices => {
  const known = new Map<PersonId, Told>();
  const before = (person: PersonId): Told => known.get(person) ?? nothingTold;
  return {
    signs: (person, signs, at_ms) => void known.set(person, withSigns(before(person), signs, at_ms)),
    fixes: (person, heard, at_ms) => {
      const oldest_ms = at_ms - policy.silence.after_s * 1000;
      const fresh = heard.some(({ as, fix }) => as === 'present' && fix.at_ms > oldest_ms);
      const isHeld = heard.every(({ as }) => as === 'held');
      known.set(person, isHeld ? withHeld(before(person), at_ms) : withFixes(before(person), fresh, at_ms, policy));
    },
    newest: (person, newest_ms, at_ms) => {
      const told = before(person);
      const next = withNewest(told, newest_ms, at_ms, policy);
      if (next !== told) known.set(person, next);
    },
    repeat: (person, at_ms) => void known.set(person, withRepeat(before(person), at_ms)),
    of: (person) => known.get(person) ?? null,
    startOver: (person) => void known.delete(person),
  };
};
