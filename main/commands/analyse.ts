import type { Command } from 'commander';
import { AlertId } from '../../shared/domain/ids.ts';
import { fail } from '../files/fail.ts';
import { loadPolicy } from '../files/policy.ts';
import { analyse } from './analyse/analyse.ts';
import { faultLine } from './analyse/input/fault.ts';
import { readEvents } from './analyse/input/readEvents.ts';
import { readOrder } from './analyse/input/readOrder.ts';
import { readTrack } from './analyse/input/readTrack.ts';
import { reportHead, reportLine, reportSummary } from './analyse/report.ts';

type Options = {
  readonly order: string;
  readonly offender: string;
  readonly victim: string;
  readonly events?: string;
  readonly json?: true;
};

const run = async (options: Options): Promise<void> => {
  const policy = loadPolicy();
  const order = readOrder(options.order, policy.limits);
  if (!order.ok) return fail(faultLine(order.error));
  const json = options.json === true;
  // `jikim analyse … | head` closes the pipe early: that is an end, not a fault.
  process.stdout.on('error', () => process.exit(0));
  // The head comes with the first result, so that inputs which cannot be read leave nothing but their fault.
  let head = json ? '' : `${reportHead(order.value)}\n`;
  const say = (line: string): void => {
    process.stdout.write(`${head}${line}\n`);
    head = '';
  };
  let alerts = 0;
  const done = await analyse(
    {
      order: order.value,
      offender: readTrack(options.offender, policy, order.value),
      victim: readTrack(options.victim, policy, order.value),
      events: options.events === undefined ? null : readEvents(options.events),
    },
    policy,
    () => AlertId.parse(`alert-${(alerts += 1)}`),
    (line) => say(json ? JSON.stringify(line) : reportLine(line)),
  );
  if (done.ok) {
    say(json ? JSON.stringify(done.value) : reportSummary(done.value));
    return;
  }
  // What was found before the fault has to be out before the process ends.
  await new Promise((resolve) => process.stdout.write('', resolve));
  fail(faultLine(done.error));
};

/** `jikim analyse`: the server's rules over recorded tracks, for review, for court and for building scenarios. */
export const register = (program: Command): void => {
  program
    .command('analyse')
    .description('run the rules over recorded tracks: every alert, the closest distance, the time at each level')
    .requiredOption('--order <file>', 'protection order, JSON')
    .requiredOption('--offender <track>', "offender's track: .csv, .gpx, .nmea or .geojson, each also .gz")
    .requiredOption('--victim <track>', "victim's track, likewise")
    .option('--events <file>', 'device events and SOS, one JSON object a line')
    .option('--json', 'one JSON object a line: alerts in the order of time, then the summary')
    .action(run);
};
