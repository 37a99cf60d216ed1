/** Whether the page can reach its console process, and since when (epoch ms, this machine's clock). */
export type BridgeStatus = { readonly up: boolean; readonly since_ms: number };

/** What carries calls and events. Nothing it hands over has been checked yet. */
export type Transport = {
  readonly call: (name: string, args: unknown) => Promise<unknown>;
  readonly on: (name: string, listener: (payload: unknown) => void) => () => void;
  readonly onStatus: (listener: (status: BridgeStatus) => void) => () => void;
};
