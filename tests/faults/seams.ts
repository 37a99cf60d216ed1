import { vi } from 'vitest';
import { isPlanted } from './plants/planted.ts';
import { broken } from './world/broken.ts';

/**
 * What is broken or taken out of the product from inside, where no port reaches: an order whose evaluation throws, a command that cannot be
 * decided, and the guards that a test takes away to see that a judge notices.
 */

vi.mock(import('../../shared/domain/rules/evaluate.ts'), async (original) => {
  const real = await original();
  const evaluateOrder: typeof real.evaluateOrder = (rules, scene, ...rest) => {
    if (broken.orders.has(scene.order.id)) throw new Error('this order cannot be evaluated');
    return real.evaluateOrder(rules, scene, ...rest);
  };
  return { ...real, evaluateOrder };
});

vi.mock(import('../../shared/domain/incidents/decide.ts'), async (original) => {
  const real = await original();
  const decide: typeof real.decide = (world, command, ...rest) => {
    if (broken.spoilsCommands) broken.commands.add(command.id);
    if (broken.commands.has(command.id)) throw new Error('this command cannot be decided');
    return real.decide(world, command, ...rest);
  };
  return { ...real, decide };
});

vi.mock(import('../../main/monitoring/time/judgedClock.ts'), async (original) => {
  const real = await original();
  const createJudgedClock: typeof real.createJudgedClock = (source, policy) =>
    isPlanted('the server trusts its own clock')
      ? { ...real.createJudgedClock(source, policy), now: source.wall_ms, health: () => ({ state: 'right' }) }
      : real.createJudgedClock(source, policy);
  return { ...real, createJudgedClock };
});

vi.mock(import('../../main/console/link/watchdog.ts'), async (original) => {
  const real = await original();
  const createWatchdog: typeof real.createWatchdog = (...given) =>
    isPlanted('a console waits for its heartbeat for ever')
      ? { feed: () => undefined, stop: () => undefined }
      : real.createWatchdog(...given);
  return { ...real, createWatchdog };
});

vi.mock(import('../../main/console/desk/questions.ts'), async (original) => {
  const real = await original();
  const createQuestions: typeof real.createQuestions = (link) => {
    const questions = real.createQuestions(link);
    return isPlanted('a console asks for no entry that it has missed')
      ? { ...questions, fetchPage: () => Promise.resolve({ ok: true, value: { entries: [], head: 0 } }) }
      : questions;
  };
  return { ...real, createQuestions };
});

vi.mock(import('../../main/console/outbox/deliver.ts'), async (original) => {
  const real = await original();
  const deliver: typeof real.deliver = async (...given) => {
    const delivery = await real.deliver(...given);
    if (isPlanted('a command that was not answered is taken for done') && delivery.outcome === 'later')
      return { outcome: 'landed' };
    if (isPlanted('a command that cannot be decided is sent for ever') && delivery.outcome === 'refused')
      return delivery.refusal.reason === 'failed' ? { outcome: 'later' } : delivery;
    return delivery;
  };
  return { ...real, deliver };
});

vi.mock(import('../../shared/domain/incidents/commandLife.ts'), async (original) => {
  const real = await original();
  const isExpired: typeof real.isExpired = (...given) =>
    !isPlanted('commands are carried out however old they are') && real.isExpired(...given);
  return { ...real, isExpired };
});

vi.mock(import('../../main/console/record/provisional.ts'), async (original) => {
  const real = await original();
  const createProvisional: typeof real.createProvisional = (...given) =>
    isPlanted('what the record refuses is told to nobody')
      ? { ...real.createProvisional(...given), told: () => undefined }
      : real.createProvisional(...given);
  return { ...real, createProvisional };
});

vi.mock(import('../../main/monitoring/store/health.ts'), async (original) => {
  const real = await original();
  const watchStore: typeof real.watchStore = (given) =>
    isPlanted('the server never says that its store refuses')
      ? { ...real.watchStore(given), health: () => ({ state: 'working' }) }
      : real.watchStore(given);
  return { ...real, watchStore };
});

vi.mock(import('../../main/monitoring/rules/unwatched.ts'), async (original) => {
  const real = await original();
  const createUnwatched: typeof real.createUnwatched = (...given) =>
    isPlanted('no desk is told of an order that is not watched over')
      ? { ...real.createUnwatched(...given), news: () => ({ bodies: [], told: () => undefined }) }
      : real.createUnwatched(...given);
  return { ...real, createUnwatched };
});

vi.mock(import('../../main/monitoring/incidents/heads.ts'), async (original) => {
  const real = await original();
  const createHeads: typeof real.createHeads = (log, ...rest) =>
    isPlanted('an old head of the log is told as the newest')
      ? { ...real.createHeads(log, ...rest), since: (size) => ({ ok: true, value: log.news(size) }) }
      : real.createHeads(log, ...rest);
  return { ...real, createHeads };
});

vi.mock(import('../../main/monitoring/incidents/escalation.ts'), async (original) => {
  const real = await original();
  const createEscalation: typeof real.createEscalation = (given) =>
    isPlanted('nothing that rings unanswered is passed on')
      ? { settle: () => undefined, desksChanged: () => undefined }
      : real.createEscalation(given);
  return { ...real, createEscalation };
});
