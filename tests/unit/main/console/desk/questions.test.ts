import { expect, test } from 'vitest';
import { createQuestions } from '../../../../../main/console/desk/questions.ts';
import { createLink } from '../../../../../main/console/link/link.ts';
import { ConsoleId } from '../../../../../shared/domain/ids.ts';
import { err } from '../../../../../shared/domain/result.ts';
import { PROTOCOL_VERSION } from '../../../../../shared/protocol/version.ts';
import { T0 } from '../../../../builders/times.ts';

/** A desk's questions over a connection whose answers, and silences, a test gives by hand. */
const desk = async () => {
  const open = new Map<string, { readonly answer: (value: unknown) => void; readonly giveUp: () => void }>();
  const link = createLink({
    url: Promise.resolve('http://127.0.0.1:1'),
    hello: { protocol: PROTOCOL_VERSION, consoleId: ConsoleId.parse('console-1') },
    dial: () => ({
      isOpen: () => true,
      ask: (name) =>
        new Promise((resolve, reject) =>
          open.set(name, { answer: resolve, giveUp: () => reject(new Error('timed out')) }),
        ),
      redial: () => undefined,
      close: () => undefined,
    }),
    clock: { now: () => T0, elapsed_ms: () => 0 },
    timers: { after: () => () => undefined, every: () => () => undefined },
    listener: {
      onChange: () => undefined,
      onUp: () => undefined,
      onHeartbeat: () => undefined,
      onEvent: () => undefined,
      onPresence: () => undefined,
      onInvalid: () => undefined,
    },
  });
  await Promise.resolve(); // the address is known, and dialled
  return {
    questions: createQuestions(link),
    attend: () => link.call('attend', { locked: false, sounds: true }),
    answer: (name: string, value: unknown) => open.get(name)?.answer(value),
    giveUp: (name: string) => open.get(name)?.giveUp(),
  };
};

test('a head whose answer a desk that is behind has not read in time is asked for again, and is no silence of the server', async () => {
  const { questions, attend, answer, giveUp } = await desk();
  const before = attend();
  const news = questions.fetchNews(0);
  answer('attend', null); // asked before the head: it says nothing of what came after
  await before;
  void attend();
  giveUp('head');
  expect(await news).toEqual(err('later'));
});

test('a head left out by a server that answers what was asked after it is unheard', async () => {
  const { questions, attend, answer, giveUp } = await desk();
  const news = questions.fetchNews(0);
  const after = attend();
  answer('attend', null);
  await after;
  giveUp('head');
  expect(await news).toEqual(err('unheard'));
});

test('an answer that fits no schema is an answer, and none that a head can be read from', async () => {
  const { questions, answer } = await desk();
  const news = questions.fetchNews(0);
  answer('head', { ok: 'perhaps' });
  expect(await news).toEqual(err('unheard'));
});
