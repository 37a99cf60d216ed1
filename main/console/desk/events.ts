import type { SessionOver, SessionView } from '../../../shared/api/contract.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Directory, Provisional, ServerEventName, ServerEventPayload } from '../../../shared/protocol/messages.ts';
import type { LinkListener } from '../link/link.ts';

type Told = Exclude<ServerEventName, 'heartbeat'>;

/** What the server told, beside its heartbeat. */
export type ServerEvent = { [N in Told]: { readonly name: N; readonly payload: ServerEventPayload<N> } }[Told];

/** What happened at one of a desk's parts. What follows from it stands in `reactions`. */
export type DeskEvent =
  | { readonly kind: 'second-passed' }
  | { readonly kind: 'link-changed' }
  | { readonly kind: 'link-up' }
  | { readonly kind: 'heartbeat'; readonly head: number }
  | { readonly kind: 'server-told'; readonly event: ServerEvent }
  | { readonly kind: 'presence-frame'; readonly bytes: Uint8Array }
  | { readonly kind: 'message-invalid'; readonly what: string }
  /** This console's disk has begun to fail or to work again. */
  | { readonly kind: 'disk-changed' }
  | { readonly kind: 'entries-appended'; readonly entries: readonly Entry[] }
  | { readonly kind: 'entries-unkept'; readonly entries: readonly Entry[] }
  | { readonly kind: 'provisional-told'; readonly news: Provisional }
  | { readonly kind: 'entries-differ' }
  | { readonly kind: 'record-reset' }
  | { readonly kind: 'record-changed' }
  | { readonly kind: 'journal-failed' }
  | { readonly kind: 'log-changed' }
  | { readonly kind: 'session-changed'; readonly session: SessionView | null; readonly ended: SessionOver | null }
  | { readonly kind: 'directory-changed'; readonly directory: Directory | null }
  | { readonly kind: 'session-ready'; readonly session: SessionView; readonly isNew: boolean }
  | { readonly kind: 'outbox-changed' };

/** Tells what the link hears as events of the desk. */
export const linkListener = (tell: (event: DeskEvent) => void): LinkListener => ({
  onChange: () => tell({ kind: 'link-changed' }),
  onUp: () => tell({ kind: 'link-up' }),
  onHeartbeat: (head) => tell({ kind: 'heartbeat', head }),
  // The pair comes from one schema table; the union of pairs is what a switch can narrow, and a generic name is not.
  onEvent: (name, payload) => tell({ kind: 'server-told', event: { name, payload } as ServerEvent }),
  onPresence: (bytes) => tell({ kind: 'presence-frame', bytes }),
  onInvalid: (what) => tell({ kind: 'message-invalid', what }),
});
