import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { sealPackage } from '../../../main/evidence/package/build.ts';
import { signManifest } from '../../../main/evidence/package/manifest.ts';
import { verifyPackage } from '../../../main/evidence/package/verify.ts';
import { makePackage } from '../../../main/console/evidence/make.ts';
import { exportEvidence } from '../../../main/console/evidence/export.ts';
import type { ExportPorts } from '../../../main/console/evidence/export.ts';
import type { Link } from '../../../main/console/link/link.ts';
import { CommandId, Seq } from '../../../shared/domain/ids.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { HEARTBEAT_LOST_MS } from '../../../shared/protocol/version.ts';
import { aDirectory } from '../../builders/directory.ts';
import { openEvidence, signer, withheldEvidence } from '../../builders/evidence.ts';

it('draws the reports beside the link, which misses no heartbeat', async () => {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const unsigned = await makePackage({ data: openEvidence(), longestGap_s: 120 });
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(HEARTBEAT_LOST_MS);
  const archive = sealPackage(unsigned, signManifest(unsigned.manifest, signer));
  expect(verifyPackage(archive, null)).toMatchObject({ ok: true });
});

const args = { incidentId: openEvidence().record.incidentId, reason: '검찰 송치' };
const evidence = ok(ok(openEvidence()));
const signature = { publicKey: signer.publicKey, signature: 'A'.repeat(86) + '==' };
const signed = ok(ok({ seq: Seq.parse(28), signature }));
const refused = ok(err({ reason: 'not-signed-in' }));

/** What an export is made with, over a link that answers as the test says; and what was asked of it. */
const portsThat = (answer: (name: string) => unknown) => {
  const asked: (readonly [name: string, given: unknown])[] = [];
  let recovered = 0;
  const ports: ExportPorts = {
    link: {
      call: (async (name: string, given: unknown) => {
        asked.push([name, given]);
        if (name === 'directory') return ok(ok(aDirectory()));
        return answer(name);
      }) as Link['call'], // answers two of the calls, as the test needs them
    },
    seen: () => null,
    newCommandId: () => CommandId.parse(`export-${asked.length}`),
    recover: async () => {
      recovered += 1;
    },
  };
  return { ports, seals: () => asked.filter(([name]) => name === 'sealEvidence'), recovered: () => recovered };
};

it('says what went wrong: the link, the server, or evidence that cannot be drawn', async () => {
  const faultOf = async (answer: (name: string) => unknown) => exportEvidence(portsThat(answer).ports, args);
  expect(await faultOf(() => err('offline'))).toEqual(err({ at: 'link', failure: 'offline' }));
  expect(await faultOf(() => ok(err({ reason: 'not-allowed' })))).toEqual(
    err({ at: 'server', refusal: { reason: 'not-allowed' } }),
  );
  const { record, sealed } = openEvidence();
  const halfOpen = { record, sealed: { ...sealed, seals: sealed.seals.slice(1) } };
  expect(await faultOf(() => ok(ok(halfOpen)))).toMatchObject({ ok: false, error: { at: 'drawing' } });
});

it('keeps the package and asks for its signature again, under the same id, where the answer is lost', async () => {
  const answers: unknown[] = [err('offline'), refused, signed];
  const { ports, seals, recovered } = portsThat((name) => (name === 'evidence' ? evidence : answers.shift()));
  expect(await exportEvidence(ports, args)).toMatchObject({
    ok: true,
    value: { fileName: 'jikim-evidence-I1.zip', positions: 'open' },
  });
  expect([seals().length, recovered()]).toEqual([3, 2]);
  expect(new Set(seals().map(([, given]) => JSON.stringify(given))).size).toBe(1);
});

it('gives up at last where the server stays away, and at once where it refuses', async () => {
  const away = portsThat((name) => (name === 'evidence' ? evidence : err('offline')));
  expect(await exportEvidence(away.ports, args)).toEqual(err({ at: 'link', failure: 'offline' }));
  expect(away.seals().length).toBeGreaterThan(3);
  const out = portsThat((name) => (name === 'evidence' ? evidence : refused));
  expect(await exportEvidence(out.ports, args)).toEqual(err({ at: 'server', refusal: { reason: 'not-signed-in' } }));
  expect(out.seals()).toHaveLength(1);
});

it('says where the server could not open what the record sealed', async () => {
  const { ports } = portsThat((name) => (name === 'evidence' ? ok(ok(withheldEvidence())) : signed));
  expect(await exportEvidence(ports, args)).toMatchObject({ ok: true, value: { positions: 'not-included' } });
});
