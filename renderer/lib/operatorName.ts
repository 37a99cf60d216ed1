import type { OperatorId } from '../../shared/domain/ids.ts';
import type { Operator } from '../../shared/domain/operators.ts';

/** Name of an operator; the id of one whom the directory does not know. */
export const operatorName = (
  index: { readonly operatorById: ReadonlyMap<OperatorId, Operator> },
  id: OperatorId,
): string => index.operatorById.get(id)?.name ?? id;
