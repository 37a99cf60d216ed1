import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel, isCallName, isEventName } from '../shared/api/channels.ts';

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/*
 * What the page gets of the console process: the calls and events of shared/api, by name, and nothing else. The main
 * process checks arguments and results, the page checks what it receives; names are checked here, so that no other channel
 * can be reached.
 */
contextBridge.exposeInMainWorld('jikim', {
  call: async (name: unknown, args: unknown): Promise<unknown> => {
    if (!isCallName(name)) throw new Error('unknown call');
    const answer = (await ipcRenderer.invoke(callChannel(name), args)) as Answer; // CallAnswer, made by main's ipc.ts
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  },
  on: (name: unknown, listener: (payload: unknown) => void): (() => void) => {
    if (!isEventName(name)) throw new Error('unknown event');
    const channel = eventChannel(name);
    const hear = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(channel, hear);
    return () => void ipcRenderer.off(channel, hear);
  },
});
