import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { reasonOf } from '../../files/fail.ts';
import { Fate } from '../../monitoring/doors/fates.ts';
import { watchToken } from '../../monitoring/doors/tokens.ts';
import type { DeviceKey } from '../../monitoring/doors/tokens.ts';
import { WATCH_PATH } from '../../monitoring/doors/watch.ts';

const REASONS: Readonly<Record<string, string>> = {
  duplicate: 'place already known',
  implausible: 'cannot be reached from where the device was',
  future: 'time ahead of the server’s',
  'too-old': 'time long past',
  'no-order': 'no order is in force',
  'no-valid-place': 'no valid place',
  'place-faked': 'place made up by an app',
  unreadable: 'cannot be read',
  'unknown-alarm': 'alarm that means nothing here',
  'not-a-victim': 'not a victim’s device',
  'odd-message': 'is no message',
};

const MINUTE_S = 60;
const DAY_S = 86_400;

/** `clock 90 s ahead`, `clock 7168 days behind`: in the largest unit that still says how much. */
const clockWords = (offset_s: number): string => {
  const off_s = Math.abs(offset_s);
  const amount =
    off_s < 10 * MINUTE_S
      ? `${off_s} s`
      : off_s < 2 * DAY_S
        ? `${Math.round(off_s / MINUTE_S)} min`
        : `${Math.round(off_s / DAY_S)} days`;
  return `clock ${amount} ${offset_s > 0 ? 'ahead' : 'behind'}`;
};

const refusedWords = ({ refused, clockOff_s, fault }: Fate): readonly string[] => {
  if (fault !== null) return [fault];
  const isClock = (reason: string): boolean => clockOff_s !== null && (reason === 'future' || reason === 'too-old');
  const others = Object.entries(refused).filter(([reason]) => !isClock(reason));
  return [
    ...(clockOff_s === null ? [] : [clockWords(clockOff_s)]),
    ...others.map(([reason, n]) => `${REASONS[reason] ?? reason}${n > 1 ? ` (${n})` : ''}`),
  ];
};

const pressWords = ({ press }: Fate): readonly string[] => {
  if (press === null) return [];
  return [
    press === 'known' ? 'button pressed, the same press as before, which does not sound again' : 'button pressed',
  ];
};

/** One line on what became of a message: time of day, device, and the reason in words. No place is in it. */
export const lineOf = (fate: Fate): string => {
  const refused = refusedWords(fate);
  const parts = fate.tokenWrong
    ? ['token wrong']
    : [
        ...pressWords(fate),
        ...fate.events.map((event) => `event ${event}`),
        ...(fate.notStored ? ['could not be stored, has to be sent again'] : []),
        ...(fate.accepted > 0 ? [`accepted ${fate.accepted}`] : []),
        ...(refused.length > 0 ? [`refused: ${refused.join(', ')}`] : []),
      ];
  const time = new Date(fate.at_ms).toLocaleTimeString('en-GB');
  return `${time} ${fate.deviceId} ${parts.length > 0 ? parts.join('; ') : 'heard, no place in it'}`;
};

/** Opens the stream. Not `fetch`, which gives up on a server that is quiet for five minutes. */
const open = (url: URL, key: DeviceKey): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { authorization: `Bearer ${watchToken(key, Date.now())}` } }, resolve).on('error', reject);
  });

const WHERE =
  'Name its data folder with --data while it runs, or its address with --server: `npm start` prints it as "Monitoring server: …"';

/** Prints what becomes of each message that a running server on this machine gets, until the server ends. Gives one line on why it is over. */
export const watchDevices = async (server: string, key: DeviceKey, print: (line: string) => void): Promise<string> => {
  const url = new URL(WATCH_PATH, server);
  try {
    const answer = await open(url, key);
    if (answer.statusCode !== 200) {
      return `${url.origin}: this is not the server of this data folder, or not on this machine`;
    }
    print(`watching ${url.origin}; every message of a device is a line`);
    for await (const line of createInterface({ input: answer })) print(lineOf(Fate.parse(JSON.parse(line))));
    return `${url.origin}: the server has ended`;
  } catch (thrown) {
    return `${url.origin} cannot be heard: ${reasonOf(thrown)}. ${WHERE}`;
  }
};
