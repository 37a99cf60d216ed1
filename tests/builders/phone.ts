import type { Phone } from '../../main/monitoring/simulator/phone.ts';
import type { PhoneRequest } from '../../main/monitoring/simulator/phoneForms.ts';

/** More than any queue holds: a phone that still speaks after so many messages goes round in a circle. */
const MOST = 100_000;

/** Lets a phone say all it has to say now, over whatever answers at once: a status, or null where nobody answers. */
export const speak = (phone: Phone, now_ms: number, send: (request: PhoneRequest) => number | null): void => {
  for (let n = 0; n < MOST; n += 1) {
    const request = phone.next(now_ms);
    if (request === null) return;
    phone.answered(send(request), now_ms);
  }
  throw new Error('the phone does not come to an end');
};

/** The same over a real socket: `server` is the address that somebody would type into the client. */
export const speakOverHttp = async (phone: Phone, server: string, now: () => number): Promise<void> => {
  for (let n = 0; n < MOST; n += 1) {
    const request = phone.next(now());
    if (request === null) return;
    const url = new URL(request.path, server);
    url.search = new URLSearchParams(request.query).toString();
    const init = request.body === '' ? {} : { body: request.body, headers: { 'content-type': 'application/json' } };
    // A refused connection is how a client sees a server that is down.
    const status = await fetch(url, { method: 'POST', ...init }).then(
      (answer) => answer.status,
      () => null,
    );
    phone.answered(status, now());
  }
  throw new Error('the phone does not come to an end');
};
