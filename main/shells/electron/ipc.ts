import { callChannel, eventChannel } from '../../../shared/api/channels.ts';
import { apiCallNames } from '../../../shared/api/contract.ts';
import type { CallAnswer } from '../../../shared/api/wire.ts';
import type { ConsoleProcess } from '../../console/console.ts';
import type { Electron, Window } from './facade.ts';
import { isTrustedSender } from './guards/sender.ts';

type IpcOptions = {
  readonly electron: Electron;
  readonly console: Pick<ConsoleProcess, 'answer' | 'onAny'>;
  readonly windows: () => readonly Window[];
  readonly onRefused: (reason: string) => void;
};

/** One channel for each call and event of the contract. Returns what stops the events. */
export const registerIpc = ({ electron, console: jikim, windows, onRefused }: IpcOptions): (() => void) => {
  for (const name of apiCallNames) {
    electron.handle(callChannel(name), async (sender, args): Promise<CallAnswer> => {
      if (isTrustedSender(sender)) return jikim.answer(name, args);
      onRefused('shell:sender');
      return { ok: false, message: 'forbidden' };
    });
  }
  return jikim.onAny((name, payload) => {
    for (const window of windows()) window.send(eventChannel(name), payload);
  });
};
