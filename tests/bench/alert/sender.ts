/**
 * Sends the crowd to a server: a process of its own, so that it takes no time from whoever measures. Everybody reports once a
 * second, in twenty batches; breaching positions come alone, each at its moment, whatever the server is doing just then.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { post } from '../post.ts';
import { quantile } from '../result.ts';
import { alertCrowd, HUSHED_MS, pairDevices, placeAt, type PairDevice } from './pairs.ts';
import { Plan, preciseNow, type Sent } from './plan.ts';

const BATCHES_PER_S = 20;
/** Positions go on after the last breach, so that it falls into the same load as all others. */
const AFTER_S = 2;
/** The golden ratio's fraction: moments that it spaces fall in step with no other beat. */
const GOLDEN = 0.618_033_988_75;

const plan = Plan.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const devices = pairDevices(alertCrowd(plan.alerts));
const start_ms = preciseNow() + 200;
const breaches: [string, number][] = [];
const late: number[] = [];
const posts: Promise<number>[] = [];

const breachOf = (pair: number): number | null =>
  pair < plan.alerts
    ? start_ms + plan.warmUp_s * 1000 + ((pair + ((pair * GOLDEN) % 1)) * 1000) / plan.perSecond
    : null;

const reportOf = (device: PairDevice, at_ms: number) => ({
  deviceId: device.deviceId,
  token: plan.tokens[device.deviceId] ?? '',
  fixes: [{ ...placeAt(device, at_ms, breachOf(device.pair)), at_ms: Math.round(at_ms) }],
});

const isHushed = (device: PairDevice, at_ms: number): boolean => {
  const breach_ms = breachOf(device.pair);
  return (
    breach_ms !== null && device.role === 'offender' && at_ms > breach_ms - HUSHED_MS && at_ms <= breach_ms + HUSHED_MS
  );
};

const sendBatch = (batch: number): void => {
  const at_ms = preciseNow();
  const due = devices.filter((device) => device.pair % BATCHES_PER_S === batch && !isHushed(device, at_ms));
  posts.push(
    post(
      plan.url,
      due.map((device) => reportOf(device, at_ms)),
    ),
  );
};

const sendBreach = (device: PairDevice, breach_ms: number): void => {
  // One object instead of a list: what tells a bare server that this is the one to show.
  const body = reportOf(device, Math.max(breach_ms, preciseNow()));
  const sent_ms = preciseNow();
  posts.push(post(plan.url, body));
  breaches.push([device.deviceId, sent_ms]);
  late.push(sent_ms - breach_ms);
};

const at = (time_ms: number, work: () => void): void =>
  void setTimeout(work, Math.max(0, Math.ceil(time_ms - preciseNow())));

for (const device of devices) {
  const breach_ms = breachOf(device.pair);
  if (device.role === 'offender' && breach_ms !== null) at(breach_ms, () => sendBreach(device, breach_ms));
}
const seconds = plan.warmUp_s + plan.alerts / plan.perSecond + AFTER_S;
for (let beat = 0; beat < seconds * BATCHES_PER_S; beat += 1) {
  const due_ms = start_ms + (beat * 1000) / BATCHES_PER_S;
  await delay(Math.max(0, due_ms - preciseNow()));
  sendBatch(beat % BATCHES_PER_S);
}
const accepted = await Promise.all(posts);
const used = process.cpuUsage();
const sent: Sent = {
  breaches,
  positions: accepted.reduce((sum, count) => sum + count, 0),
  late_p99_ms: quantile(late, 0.99),
  cpu_percent: ((used.user + used.system) / 1000 / (preciseNow() - start_ms)) * 100,
};
process.stdout.write(`${JSON.stringify(sent)}\n`);
