import type { Fix } from '../../../shared/domain/fixes.ts';
import { createPhone } from './phone.ts';
import type { PhoneClient } from './phone.ts';
import type { Measured, PhoneRequest } from './phoneForms.ts';

/** A phone of a scenario: what its device measures goes through a client's queue. */
export type SimPhone = {
  /** One second: takes the fix of the device, if there is one, and gives what the phone gets through. */
  readonly tick: (fix: Fix | null, second: number, at_ms: number) => readonly PhoneRequest[];
  readonly press: (at_ms: number) => void;
  /** No network until this second of the scenario (Infinity = for good). The phone goes on measuring. */
  readonly cutOff: (until_s: number) => void;
  /** No place until then, of which the client may say that it lives. */
  readonly blind: (until_s: number) => void;
};

export const createSimPhone = (client: PhoneClient, deviceId: string): SimPhone => {
  const phone = createPhone(client, deviceId);
  let last: Measured | null = null;
  let [cutOffUntil, blindUntil] = [-1, -1];
  return {
    tick: (fix, second, at_ms) => {
      if (fix !== null) {
        last = { ...fix, charging: false, mock: false };
        phone.measure(last, at_ms);
      } else if (second < blindUntil) phone.search(at_ms);
      const sent: PhoneRequest[] = [];
      for (let request = phone.next(at_ms); request !== null; request = phone.next(at_ms)) {
        const arrives = second >= cutOffUntil;
        if (arrives) sent.push(request);
        phone.answered(arrives ? 200 : null, at_ms);
      }
      return sent;
    },
    blind: (until_s) => {
      blindUntil = Math.max(blindUntil, until_s);
    },
    press: (at_ms) => phone.press(last, at_ms),
    cutOff: (until_s) => {
      cutOffUntil = Math.max(cutOffUntil, until_s);
    },
  };
};
