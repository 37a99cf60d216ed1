import type { EvidenceFile } from '../../../shared/api/contract.ts';
import type { CommandId, IncidentId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ManifestSignature } from '../../../shared/protocol/evidence.ts';
import type { ServerCallArgs } from '../../../shared/protocol/messages.ts';
import { sealPackage } from '../../evidence/package/build.ts';
import type { Unsigned } from '../../evidence/package/build.ts';
import { packageName } from '../../evidence/package/names.ts';
import { checkSeals } from '../../evidence/package/verify/seals.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import type { Link } from '../link/link.ts';
import type { CallFailure } from '../link/socket.ts';
import { makePackage } from './make.ts';
import type { Making } from './make.ts';
import { isOfKnownLog } from './sameLog.ts';

/** Evidence of ten thousand entries is some fifteen megabytes: more than an ordinary call has time for on a slow link. */
const EVIDENCE_TIMEOUT_MS = 60_000;
/** How often the signature is asked for where no answer comes: the server may have recorded the export all the same. */
const SEAL_TRIES = 6;

/** Why there is no package: the server refused, or could not be heard, or the reports could not be drawn. */
export type ExportFault =
  | { readonly at: 'server'; readonly refusal: Refusal }
  | { readonly at: 'link'; readonly failure: CallFailure }
  | { readonly at: 'drawing'; readonly reason: string }
  /** The server proves the incident by another log, or another history, than this console knows. */
  | { readonly at: 'log' };

/** What an export is made with. */
export type ExportPorts = {
  readonly link: Pick<Link, 'call'>;
  readonly newCommandId: () => CommandId;
  /** Last head of the server's log that held here; null where none was seen. */
  readonly seen: () => SignedHead | null;
  /** Waits, for a limited time, until the link is up again and signed in, after an answer was lost. */
  readonly recover: () => Promise<void>;
};

const lost = (failure: CallFailure): Result<never, ExportFault> => err({ at: 'link', failure });
const refused = (refusal: Refusal): Result<never, ExportFault> => err({ at: 'server', refusal });

/**
 * The server's signature. Where the answer is lost it is asked for again under the same id, with the package kept: the server answers
 * the same and records nothing twice.
 */
const sealedBy = async (
  { link, recover }: ExportPorts,
  args: ServerCallArgs<'sealEvidence'>,
): Promise<Result<ManifestSignature, ExportFault>> => {
  for (let tried = 1; ; tried += 1) {
    const answer = await link.call('sealEvidence', args, EVIDENCE_TIMEOUT_MS);
    if (answer.ok && answer.value.ok) return ok(answer.value.value.signature);
    // After a lost answer the session may be taken up only a moment after the link.
    const mayPass = answer.ok
      ? tried > 1 && !answer.value.ok && answer.value.error.reason === 'not-signed-in'
      : answer.error === 'offline';
    if (!mayPass || tried === SEAL_TRIES) {
      if (!answer.ok) return lost(answer.error);
      return answer.value.ok ? ok(answer.value.value.signature) : refused(answer.value.error);
    }
    await recover();
  }
};

const made = async (making: Making): Promise<Result<Unsigned, ExportFault>> => {
  try {
    return ok(await makePackage(making));
  } catch (thrown) {
    return err({ at: 'drawing', reason: thrown instanceof Error ? thrown.message : 'unknown' });
  }
};

/** Makes an evidence package with the server that the link leads to. Its export is on record when this answers with the file. */
export const exportEvidence = async (
  ports: ExportPorts,
  args: { readonly incidentId: IncidentId; readonly reason: string },
): Promise<Result<EvidenceFile, ExportFault>> => {
  const directory = await ports.link.call('directory', null);
  if (!directory.ok) return lost(directory.error);
  if (!directory.value.ok) return refused(directory.value.error);
  const longestGap_s = directory.value.value.policy.track.maxLeg_s;
  const evidence = await ports.link.call('evidence', args, EVIDENCE_TIMEOUT_MS);
  if (!evidence.ok) return lost(evidence.error);
  if (!evidence.value.ok) return refused(evidence.value.error);
  const data = evidence.value.value;
  const known = await isOfKnownLog(ports.link, ports.seen(), data.record.signedHead);
  if (!known.ok) return known;
  // What would not verify is not signed either.
  const positions = checkSeals(data);
  if (!positions.ok) return err({ at: 'drawing', reason: positions.error.what });
  const unsigned = await made({ data, longestGap_s });
  if (!unsigned.ok) return unsigned;
  const { manifest } = unsigned.value;
  const signature = await sealedBy(ports, { ...args, manifest, commandId: ports.newCommandId() });
  if (!signature.ok) return signature;
  const bytes = new Uint8Array(sealPackage(unsigned.value, signature.value));
  return ok({ fileName: packageName(args.incidentId), bytes, positions: positions.value });
};
