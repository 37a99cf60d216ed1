/** Sends an event by its name; it comes in order, or the connection is gone. */
export type EventSink = { readonly emit: (name: string, payload: unknown) => void };

/** One console that is connected, whatever carries its messages. */
export type ConsoleConnection = EventSink & {
  /** What the console said of itself as it came; not checked. */
  readonly hello: unknown;
  /**
   * Sends bytes as soon as the console takes any, made when they go: of several that wait the last is made, and none of before. Null: nothing
   * is to be sent any more.
   */
  readonly emitNewest: (name: string, make: () => Uint8Array | null) => void;
  /** From now on, or no longer, what goes to the watch comes here. */
  readonly joinWatch: () => void;
  readonly leaveWatch: () => void;
  /** Told of every message. `ack` is a function that takes the answer, where the console waits for one. */
  readonly onMessage: (listener: (name: unknown, args: unknown, ack: unknown) => void) => void;
  readonly onGone: (listener: () => void) => void;
  readonly hangUp: () => void;
};

/** What carries messages between the server and its consoles: socket.io, or memory. */
export type ConsoleTransport = {
  /** `refusalOf` says in a word why a console is turned away before it is connected; null where it is not. */
  readonly serve: (given: {
    readonly refusalOf: (hello: unknown) => string | null;
    readonly onConnection: (connection: ConsoleConnection) => void;
  }) => void;
  readonly everybody: EventSink;
  /** Consoles that have joined the watch. An event is made ready once for all of them. */
  readonly watch: EventSink;
  /** Hangs up on everybody, and takes nobody any more. */
  readonly close: () => Promise<void>;
};
