import { afterAll, beforeAll } from 'vitest';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer } from './server.ts';
import type { Running } from './server.ts';

/** What a device says that it is: its id and token in one word, as phones are set up with. */
type Ids = { readonly V: string; readonly O: string };

export type QuietPair = {
  /** Of the two whom nobody but the test speaks for. */
  readonly ids: Ids;
  readonly server: () => Running;
  /** A dispatcher's console at the server. */
  readonly desk: () => TestConsole;
  /** How often a button has rung so far, first or again. */
  readonly rings: () => Promise<number>;
};

/** A server of its own for the tests of one file, with a victim and an offender that no simulator speaks for. */
export const withQuietPair = (): QuietPair => {
  const data = dataFolder();
  const ids = { V: '', O: '' };
  let server: Running;
  let desk: TestConsole;
  beforeAll(async () => {
    const tokens = deviceTokens(data.path);
    const idOf = (person: string): string => {
      const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
      return `${deviceId}~${token}`;
    };
    ids.V = idOf('V-quiet');
    ids.O = idOf('O-quiet');
    server = await startServer(data.path);
    desk = await connectConsole(server.port);
    await desk.signIn('dispatcher1', 'jikim-dispatch');
  });
  afterAll(async () => {
    desk.close();
    await server.stop();
    data.drop();
  });
  return {
    ids,
    server: () => server,
    desk: () => desk,
    rings: async () =>
      (await readRecord(desk)).filter(
        ({ body }) =>
          body.kind === 'alert.repeated' || (body.kind === 'alert.raised' && body.alert.rule.type === 'sos'),
      ).length,
  };
};
