import type { UnitId } from '../../../shared/domain/ids.ts';
import { decidePatrolReport } from '../../../shared/domain/incidents/patrolReport.ts';
import type { ReportedStep } from '../../../shared/domain/incidents/patrolReport.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';

/** Records what crews report of themselves. What is refused or could not be stored is reported again by a crew that still stands by it. */
export const createPatrolReports =
  (given: {
    readonly record: Pick<IncidentRecord, 'write'>;
    readonly now: () => number;
    readonly onStoreFailure: (thrown: unknown) => void;
  }) =>
  (unit: UnitId, step: ReportedStep): void =>
    given.record.write(
      (batch) => {
        const decided = decidePatrolReport(batch.world(), unit, step, given.now());
        if (decided.ok && decided.value.length > 0) batch.add(decided.value);
      },
      (written) => {
        if (!written.ok) given.onStoreFailure(written.error);
      },
    );
