import type { Policy } from '../policy.ts';
import { grace_s } from '../proximity/radius.ts';
import type { OrderScene } from './types.ts';
import type { Subject } from '../proximity/types.ts';

/**
 * True once a device has been heard since the watch began, or should have been: a server that was away does not take its own absence for
 * the devices' silence.
 */
export const isAwaited = (scene: OrderScene, subject: Subject, policy: Policy): boolean =>
  subject.fixes > 0 ||
  scene.watchedFrom_ms === null ||
  scene.now_ms - scene.watchedFrom_ms >= grace_s(subject, policy) * 1000;
