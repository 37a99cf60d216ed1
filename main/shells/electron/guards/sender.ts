import type { Sender } from '../facade.ts';
import { isOwnPage } from '../origin.ts';

/** IPC is answered for the top frame of one of our own pages in one of our own windows: a frame that got in some other way gets nothing. */
export const isTrustedSender = ({ frameUrl, isTopFrame, isWindow }: Sender): boolean =>
  isWindow && isTopFrame && frameUrl !== null && isOwnPage(frameUrl);
