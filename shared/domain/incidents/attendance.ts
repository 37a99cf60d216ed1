import { z } from 'zod';
import type { OperatorId } from '../ids.ts';

/**
 * Whether an operator is at their desk: signed in at a console that is heard and open; at one that is locked; at one that is locked and cannot
 * sound; at one that has not been heard for the policy's time; or signed in nowhere.
 */
export const Attendance = z.enum(['attended', 'locked', 'locked-silent', 'unheard', 'signed-out']);
export type Attendance = z.infer<typeof Attendance>;
export type AttendanceOf = (operator: OperatorId) => Attendance;

/** Nobody watches over what such an operator has claimed. A locked desk that sounds still calls them back. */
export const GoneDesk = Attendance.extract(['locked-silent', 'unheard', 'signed-out']);
export type GoneDesk = z.infer<typeof GoneDesk>;

export const isGone = (desk: Attendance): desk is GoneDesk => GoneDesk.safeParse(desk).success;

/**
 * How an operator's desk is found. Whose an incident is follows from `desk` alone: somebody who works in front of a mute console is there.
 * Whether an alarm reaches anybody follows from both.
 */
export const DeskState = z.strictObject({ desk: Attendance, sounds: z.boolean() }).readonly();
export type DeskState = z.infer<typeof DeskState>;
export type DeskStateOf = (operator: OperatorId) => DeskState;

/** True where somebody hears what rings at this desk and can answer it. A locked desk sounds, but nobody may be there to hear it. */
export const canAnswer = ({ desk, sounds }: DeskState): boolean => desk === 'attended' && sounds;
