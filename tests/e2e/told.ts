import type { Page } from '@playwright/test';
import type { ApiEventName, ApiEventPayload } from '../../shared/api/contract.ts';
import { BRIDGE_EVENT, BRIDGE_PATH } from '../../shared/api/wire.ts';

/** Tells the page something, in place of what its console process says of it from now on. */
export type Tell = <K extends ApiEventName>(name: K, payload: ApiEventPayload<K>) => void;

/**
 * Stands between a page and its console process and tells the page what a night would take hours to bring about: a clock that is off, a
 * session near its end. For how a state looks, not for whether it comes about. Called before the page is opened.
 */
export const tellOtherwise = async (page: Page): Promise<Tell> => {
  const told = new Set<string>();
  const says: ((packet: string) => void)[] = [];
  await page.routeWebSocket(new RegExp(BRIDGE_PATH), (near) => {
    const far = near.connectToServer();
    // A packet with bytes comes in parts, and nothing may come between them.
    let partsDue = 0;
    const due: string[] = [];
    const flush = (): void => {
      if (partsDue === 0) for (const packet of due.splice(0)) near.send(packet);
    };
    says.push((packet) => {
      due.push(packet);
      flush();
    });
    near.onMessage((message) => far.send(message));
    far.onMessage((message) => {
      if (typeof message !== 'string') partsDue -= 1;
      else partsDue = Number(/^45(\d+)-/.exec(message)?.[1] ?? partsDue);
      const name = typeof message === 'string' ? /^42\["event","(\w+)"/.exec(message)?.[1] : undefined;
      if (name === undefined || !told.has(name)) near.send(message);
      flush();
    });
  });
  return (name, payload) => {
    told.add(name);
    for (const say of says) say(`42${JSON.stringify([BRIDGE_EVENT, name, payload])}`);
  };
};
