import { channel } from 'node:diagnostics_channel';

/**
 * Moments on an alert's way to the screen: a device's message is handed to the core (`of`: the person), the rules find something (the
 * order), an entry is on disk, and it reaches the console's process (both: the incident).
 */
export type Stage = 'heard' | 'found' | 'stored' | 'received';
export type Reached = { readonly stage: Stage; readonly of: string };

export const STAGES = 'jikim:stages';
const stages = channel(STAGES);

/** Says that a stage is reached, to whoever measures within this process (`npm run bench -- alert-latency`). Nobody does in a deployment. */
export const reached = (stage: Stage, of: string | null): void => {
  if (stages.hasSubscribers && of !== null) stages.publish({ stage, of } satisfies Reached);
};
