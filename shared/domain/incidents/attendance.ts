import { z } from 'zod';
import type { OperatorId } from '../ids.ts';

/**
 * Whether an operator is at their desk: signed in at a console that is heard and open; at one that is locked; at one that has not been heard
 * for the policy's time; or signed in nowhere.
 */
export const Attendance = z.enum(['attended', 'locked', 'unheard', 'signed-out']);
export type Attendance = z.infer<typeof Attendance>;
export type AttendanceOf = (operator: OperatorId) => Attendance;

/** Nobody watches over what such an operator has claimed. A locked desk still hears its alarms. */
export const GoneDesk = Attendance.extract(['unheard', 'signed-out']);
export type GoneDesk = z.infer<typeof GoneDesk>;

export const isGone = (desk: Attendance): desk is GoneDesk => GoneDesk.safeParse(desk).success;
