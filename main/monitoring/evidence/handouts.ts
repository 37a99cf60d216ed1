import type { Digest, IncidentId, OperatorId } from '../../../shared/domain/ids.ts';
import type { EvidenceData, Manifest } from '../../../shared/protocol/evidence.ts';
import { canonical, digestOf } from '../../evidence/canonical.ts';

/** Evidence that was handed out and waits for its manifest. */
export type Handout = {
  readonly operatorId: OperatorId;
  readonly incidentId: IncidentId;
  readonly reason: string;
  /** Of `record.json` and `seals.json`, as a package of it must hold them. */
  readonly record: Digest;
  readonly seals: Digest;
  /** Size of the log that it proves. */
  readonly size: number;
  /** Whether any sealed position was laid open in it. */
  readonly positions: boolean;
};

/** What the server handed out lately. It signs a manifest of that, and of nothing else. */
export type HandedOut = {
  readonly remember: (data: EvidenceData, operatorId: OperatorId) => void;
  /** What the operator was handed of the incident and the manifest is of; null where it is of nothing that was handed out. */
  readonly find: (operatorId: OperatorId, incidentId: IncidentId, manifest: Manifest) => Handout | null;
  /** One package of each: the next one needs evidence of its own. */
  readonly sealed: (handout: Handout) => void;
};

/** A report takes seconds to draw, a lost link may take minutes to come back; what is older was given up. */
const KEPT_MS = 15 * 60_000;
/** A station has a handful of supervisors, each with one export at a time. */
const KEPT_COUNT = 32;

const names = ({ files }: Manifest, name: string, sha256: Digest): boolean => {
  const listed = files.filter((file) => file.name === name);
  return listed.length === 1 && listed[0]?.sha256 === sha256;
};

export const createHandedOut = (now: () => number): HandedOut => {
  let kept: readonly { readonly at_ms: number; readonly handout: Handout }[] = [];
  const drop = (): void => {
    const from_ms = now() - KEPT_MS;
    kept = kept.filter(({ at_ms }) => at_ms >= from_ms).slice(-KEPT_COUNT);
  };
  return {
    remember: ({ record, sealed }, operatorId) => {
      const handout: Handout = {
        ...{ operatorId, incidentId: record.incidentId, reason: record.reason, size: record.signedHead.head.size },
        record: digestOf(canonical(record)),
        seals: digestOf(canonical(sealed)),
        positions: sealed.seals.some(({ content }) => content.kind === 'positions'),
      };
      kept = [...kept, { at_ms: now(), handout }];
      drop();
    },
    find: (operatorId, incidentId, manifest) => {
      drop();
      const found = kept.findLast(
        ({ handout }) =>
          handout.operatorId === operatorId &&
          handout.incidentId === incidentId &&
          handout.size === manifest.size &&
          names(manifest, 'record.json', handout.record) &&
          names(manifest, 'seals.json', handout.seals),
      );
      return found?.handout ?? null;
    },
    sealed: (handout) => {
      kept = kept.filter((one) => one.handout !== handout);
    },
  };
};
