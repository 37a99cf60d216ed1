import type { DeviceEventKind } from '../../../shared/domain/fixes.ts';

/** What an alarm's name stands for: the button, a device event, a sign of the device, or nothing that matters here. */
export type AlarmMeaning =
  | { readonly is: 'button' }
  | { readonly is: 'event'; readonly kind: DeviceEventKind }
  | { readonly is: 'unpaired' }
  | { readonly is: 'nothing' };

const event = (kind: DeviceEventKind): AlarmMeaning => ({ is: 'event', kind });

/**
 * Names of Traccar's list (`Position.ALARM_…`) in lower case. A power cut is told as "power off": the device may run on its battery for a
 * while, and its next fix takes the alert back.
 */
const MEANINGS: ReadonlyMap<string, AlarmMeaning> = new Map([
  ['sos', { is: 'button' } as const],
  ['tampering', event('strap-tamper')],
  ['removing', event('strap-tamper')],
  ['jamming', event('jamming')],
  ['poweroff', event('power-off')],
  ['powercut', event('power-off')],
  ['lowbattery', event('battery-low')],
  ['lowpower', event('battery-low')],
  ['gpsantennacut', event('gnss-lost')],
  // The product's own names, as `POST /events` takes them; jamming has but one.
  ['strap-tamper', event('strap-tamper')],
  ['power-off', event('power-off')],
  ['battery-low', event('battery-low')],
  ['gnss-lost', event('gnss-lost')],
  ['unpaired', { is: 'unpaired' } as const],
]);

export const meaningOf = (alarm: string): AlarmMeaning => MEANINGS.get(alarm.toLowerCase()) ?? { is: 'nothing' };
