import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { sealPackage } from '../../../main/evidence/package/build.ts';
import { signManifest } from '../../../main/evidence/package/manifest.ts';
import { verifyPackage } from '../../../main/evidence/package/verify.ts';
import { makePackage } from '../../../main/console/evidence/make.ts';
import { exportEvidence } from '../../../main/console/evidence/export.ts';
import type { Link } from '../../../main/console/link/link.ts';
import { Seq } from '../../../shared/domain/ids.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { HEARTBEAT_LOST_MS } from '../../../shared/protocol/version.ts';
import { openEvidence, signer } from '../../builders/evidence.ts';

it('draws the reports beside the link, which misses no heartbeat', async () => {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const unsigned = await makePackage(openEvidence());
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(HEARTBEAT_LOST_MS);
  const archive = sealPackage(unsigned, signManifest(unsigned.manifest, signer));
  expect(verifyPackage(archive, null)).toMatchObject({ ok: true });
});

it('says what went wrong: the link, the server, or evidence that cannot be drawn', async () => {
  const args = { incidentId: openEvidence().record.incidentId, reason: '검찰 송치' };
  const linkThat = (answer: (name: string) => unknown): Pick<Link, 'call'> => ({
    call: (async (name: string) => answer(name)) as Link['call'], // answers two of the calls, as the test needs them
  });
  expect(
    await exportEvidence(
      linkThat(() => err('offline')),
      args,
    ),
  ).toEqual(err({ at: 'link', failure: 'offline' }));
  expect(
    await exportEvidence(
      linkThat(() => ok(err({ reason: 'not-allowed' }))),
      args,
    ),
  ).toEqual(err({ at: 'server', refusal: { reason: 'not-allowed' } }));
  expect(
    await exportEvidence(
      linkThat(() => ok(ok({}))),
      args,
    ),
  ).toMatchObject({ ok: false, error: { at: 'drawing' } });
  const lost = linkThat((name) => (name === 'evidence' ? ok(ok(openEvidence())) : err('offline')));
  expect(await exportEvidence(lost, args)).toEqual(err({ at: 'link', failure: 'offline' }));
  const signs = linkThat((name) => {
    if (name === 'evidence') return ok(ok(openEvidence()));
    return ok(ok({ seq: Seq.parse(28), signature: { publicKey: signer.publicKey, signature: 'A'.repeat(86) + '==' } }));
  });
  expect(await exportEvidence(signs, args)).toMatchObject({ ok: true, value: { fileName: 'jikim-evidence-I1.zip' } });
});
