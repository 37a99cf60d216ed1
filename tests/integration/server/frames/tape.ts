/** One packet as the wire carried it to or from a console, before any decoding. */
export type Packet = {
  readonly way: 'in' | 'out';
  /** The server's clock when it arrived; the clock stands still until everything sent has arrived. */
  readonly at_ms: number;
  /** Entries of the record that had reached every socket before. */
  readonly settled: number;
  /** Entries of the record there were at all. */
  readonly head: number;
  readonly data: string | Uint8Array;
};

/** What a text packet of socket.io says (its protocol, version 5). */
export type Message =
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown; readonly ack: string | null }
  | { readonly kind: 'answer'; readonly ack: string; readonly payload: unknown }
  /** Announces that the next packet is binary. */
  | { readonly kind: 'binary'; readonly name: string }
  | { readonly kind: 'other' };

const TEXT = /^(?<type>\d)(?:\d+-)?(?<ack>\d*)(?<json>[[{].*)?$/s;

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

/** Reads one text packet; whatever is no event and no answer is `other`. */
export const messageOf = (text: string): Message => {
  const { type, ack = '', json = '' } = TEXT.exec(text)?.groups ?? {};
  const args: unknown = parsed(json);
  if (!Array.isArray(args)) return { kind: 'other' };
  const [first, second] = args as readonly unknown[]; // checked just above
  if (type === '3') return { kind: 'answer', ack, payload: first };
  if (type === '2') return { kind: 'event', name: String(first), payload: second, ack: ack === '' ? null : ack };
  return type === '5' ? { kind: 'binary', name: String(first) } : { kind: 'other' };
};
