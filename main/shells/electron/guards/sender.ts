import type { Sender } from '../facade.ts';
import { isOwnPage } from '../origin.ts';

/** IPC is answered for the top frame of one of our own pages only: a frame that got in some other way gets nothing. */
export const isTrustedSender = ({ frameUrl, isTopFrame }: Sender): boolean =>
  isTopFrame && frameUrl !== null && isOwnPage(frameUrl);
