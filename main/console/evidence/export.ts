import type { EvidenceFile } from '../../../shared/api/contract.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { sealPackage } from '../../evidence/package/build.ts';
import { packageName } from '../../evidence/package/names.ts';
import type { Link } from '../link/link.ts';
import type { CallFailure } from '../link/socket.ts';
import { makePackage } from './make.ts';

/** Evidence of ten thousand entries is some fifteen megabytes: more than an ordinary call has time for on a slow link. */
const EVIDENCE_TIMEOUT_MS = 60_000;

/** Why there is no package: the server refused, or could not be heard, or the reports could not be drawn. */
export type ExportFault =
  | { readonly at: 'server'; readonly refusal: Refusal }
  | { readonly at: 'link'; readonly failure: CallFailure }
  | { readonly at: 'drawing'; readonly reason: string };

/** Makes an evidence package with the server that the link leads to. Its export is on record when this answers with the file. */
export const exportEvidence = async (
  link: Pick<Link, 'call'>,
  args: { readonly incidentId: IncidentId; readonly reason: string },
): Promise<Result<EvidenceFile, ExportFault>> => {
  const evidence = await link.call('evidence', args, EVIDENCE_TIMEOUT_MS);
  if (!evidence.ok) return err({ at: 'link', failure: evidence.error });
  if (!evidence.value.ok) return err({ at: 'server', refusal: evidence.value.error });
  try {
    const unsigned = await makePackage(evidence.value.value);
    const sealed = await link.call('sealEvidence', { ...args, manifest: unsigned.manifest }, EVIDENCE_TIMEOUT_MS);
    if (!sealed.ok) return err({ at: 'link', failure: sealed.error });
    if (!sealed.value.ok) return err({ at: 'server', refusal: sealed.value.error });
    const bytes = new Uint8Array(sealPackage(unsigned, sealed.value.value.signature));
    return ok({ fileName: packageName(args.incidentId), bytes });
  } catch (thrown) {
    return err({ at: 'drawing', reason: thrown instanceof Error ? thrown.message : 'unknown' });
  }
};
