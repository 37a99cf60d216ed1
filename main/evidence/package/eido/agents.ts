import type { Actor } from '../../../../shared/domain/incidents/actor.ts';
import type { OperatorRole } from '../../../../shared/domain/operators.ts';
import type { EvidenceRecord } from '../../../../shared/protocol/evidence.ts';
import { component, refTo } from './component.ts';
import type { Component, Ids, Reference } from './component.ts';

type Agent = Component & {
  readonly agentRoleRegistryText: readonly string[];
  readonly agencyReference: Reference;
  readonly agentWorkstationPositionIdentification?: string;
};

const ROLE: Readonly<Record<OperatorRole, string>> = {
  dispatcher: 'Dispatching',
  supervisor: 'Supervisor',
  trainer: 'Other',
};

/** `$id` of who did something: an operator, or the server itself. */
export const agentOf = (ids: Ids, actor: Actor): string =>
  actor.type === 'system' ? ids.of('agent', 'system') : ids.of('agent', actor.operatorId);

/** Everybody who acted, once, with the console they last acted at; and the server as an automaton. */
export const agentsOf = (record: EvidenceRecord, ids: Ids): readonly Agent[] => {
  const acted = new Map<string, Agent>();
  for (const { entry } of record.entries) {
    const { actor, at_ms } = entry;
    const $id = agentOf(ids, actor);
    acted.set($id, {
      ...component(ids, $id, at_ms),
      agencyReference: refTo(ids.agency),
      ...(actor.type === 'system'
        ? { agentRoleRegistryText: ['Automaton'] }
        : {
            agentRoleRegistryText: [ROLE[actor.role]],
            agentWorkstationPositionIdentification: actor.consoleId,
          }),
    });
  }
  return [...acted.values()];
};
