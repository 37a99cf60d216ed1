import type { ApiEventPayload, Snapshot } from '../../../shared/api/contract.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Desk } from '../world/console.ts';
import type { Time } from '../world/time.ts';

/** Why a desk cannot know, as it says itself; `dark` is a screen with nothing on it. */
export const REASONS = ['dark', 'signed-out', 'link', 'catching-up', 'disk', 'server-store', 'clock'] as const;
export type Reason = (typeof REASONS)[number];

/** What a desk said from a moment on, until the next. */
export type Said = { readonly from_ms: number; readonly reasons: ReadonlySet<Reason> };
export type Heard = { readonly at_ms: number; readonly entry: Entry };

/** Everything that an operator could hear and see at a desk, in the order in which it came there. */
export type DeskWitness = {
  readonly name: string;
  readonly heard: readonly Heard[];
  readonly said: readonly Said[];
  /** The desk has gone dark, or is lit again. */
  readonly look: () => void;
};

const same = (a: ReadonlySet<Reason>, b: ReadonlySet<Reason>): boolean =>
  a.size === b.size && [...a].every((reason) => b.has(reason));

export const watchDesk = (desk: Desk, time: Time): DeskWitness => {
  const heard: Heard[] = [];
  const said: Said[] = [{ from_ms: 0, reasons: new Set(['dark']) }];
  const known = new Set<string>();

  /** What is on the screen; null while it is dark. */
  let shown: Pick<Snapshot, 'link' | 'session'> | null = null;
  const note = (): void => {
    const reasons = new Set<Reason>();
    if (shown === null) reasons.add('dark');
    else {
      const { link, session } = shown;
      if (session === null) reasons.add('signed-out');
      if (link.status !== 'up') reasons.add('link');
      if (session !== null && !link.caughtUp) reasons.add('catching-up');
      if (link.diskFailingSince_ms !== null) reasons.add('disk');
      if (link.serverStore?.state === 'refusing') reasons.add('server-store');
      if (link.clock?.state === 'fault') reasons.add('clock');
    }
    if (!same(said.at(-1)?.reasons ?? new Set(), reasons)) said.push({ from_ms: time.now_ms(), reasons });
  };
  const take = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      // A provisional entry and the one that it becomes are one ring.
      const key = `${entry.incidentId} ${entry.body.kind} ${entry.at_ms} ${JSON.stringify(entry.body)}`;
      if (known.has(key)) continue;
      known.add(key);
      heard.push({ at_ms: time.now_ms(), entry });
    }
  };
  const look = (): void => {
    shown = desk.machine.isAsleep() ? null : desk.snapshot();
    note();
  };
  desk.onStarted(look);
  desk.onAny((name, payload) => {
    // What an event carries is as its name says; TypeScript does not narrow one by the other.
    if (name === 'entries') take(payload as ApiEventPayload<'entries'>);
    if (name === 'provisional') take((payload as ApiEventPayload<'provisional'>).entries);
    if (shown === null) return;
    if (name === 'link') shown = { ...shown, link: payload as ApiEventPayload<'link'> };
    if (name === 'session') shown = { ...shown, session: (payload as ApiEventPayload<'session'>).session };
    if (name === 'link' || name === 'session') note();
  });
  return { name: desk.name, heard, said, look };
};

type Span = { readonly from_ms: number; readonly to_ms: number; readonly reasons: ReadonlySet<Reason> };

/** What a desk said within a span of time, piece by piece. */
export const spansOf = ({ said }: Pick<DeskWitness, 'said'>, from_ms: number, to_ms: number): readonly Span[] =>
  said
    .map(({ from_ms: since_ms, reasons }, index) => ({
      from_ms: Math.max(from_ms, since_ms),
      to_ms: Math.min(to_ms, said[index + 1]?.from_ms ?? Number.POSITIVE_INFINITY),
      reasons,
    }))
    .filter((span) => span.from_ms < span.to_ms);

/** What a desk may say and knows of alarms all the same: they ring, whatever the server's clock says. */
const RINGS_ALL_THE_SAME: ReadonlySet<Reason> = new Set<Reason>(['clock', 'server-store']);

/** The times within a span in which a desk said nothing of why it could not know. */
export const calmTimes = (desk: Pick<DeskWitness, 'said'>, from_ms: number, to_ms: number): readonly Span[] =>
  spansOf(desk, from_ms, to_ms).filter(({ reasons }) => [...reasons].every((reason) => RINGS_ALL_THE_SAME.has(reason)));
