import type { CommandId } from '../../../shared/domain/ids.ts';
import type { Command, CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { OutboxRow } from '../store/outbox.ts';

/** The incidents, patrols and outages that a command is about: between two that share one, order matters. */
const aboutOf = (body: CommandBody): readonly string[] => {
  const units = 'unitId' in body ? [`unit ${body.unitId}`] : [];
  const incidents = [
    'incidentId' in body ? body.incidentId : null,
    body.kind === 'unit.assign' ? body.divertFrom : null,
    body.kind === 'unit.setStatus' ? body.assignedTo : null,
  ];
  const outages = 'outageId' in body ? [`outage ${body.outageId}`] : [];
  return [
    ...units,
    ...outages,
    ...incidents.flatMap((id) => (id === null || id === undefined ? [] : [`incident ${id}`])),
  ];
};

/**
 * Commands that may go out now, oldest first. One that waits holds up those after it that are about the same incident or patrol, and no
 * other; one that has come back holds up nothing, since it may never go out again.
 * @param isHeld what is under way already, or rests before it is tried again.
 */
export const toSend = (rows: readonly OutboxRow[], isHeld: (id: CommandId) => boolean): readonly Command[] => {
  const waitsAbout = new Set<string>();
  return rows.flatMap(({ command, refusal }) => {
    if (refusal !== null) return [];
    const about = aboutOf(command.body);
    const isFree = !isHeld(command.id) && !about.some((one) => waitsAbout.has(one));
    for (const one of about) waitsAbout.add(one);
    return isFree ? [command] : [];
  });
};
