import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../../main/evidence/log/heads.ts';
import { verifyText } from '../../../../../main/evidence/package/verifyText.ts';
import { verifyPackage } from '../../../../../main/evidence/package/verify.ts';
import {
  deletedEvidence,
  openEvidence,
  packageOf,
  plainReports,
  signer,
  stranger,
  withheldEvidence,
} from '../../../../builders/evidence.ts';

const pinned = fingerprintOf(signer.publicKey);

describe('a package that holds', () => {
  it('says what is proven, with positions laid open', () => {
    expect(verifyPackage(packageOf(openEvidence()), pinned)).toMatchObject({
      ok: true,
      value: {
        incidentId: 'I1',
        mode: 'live',
        logId: 'log-1',
        entries: 26,
        size: 27,
        fingerprint: pinned,
        signer: 'pinned',
        positions: 'open',
        notProven: ['names', 'reports', 'devices'],
      },
    });
  });
  it('says that the signer is not proven where no fingerprint was given', () => {
    expect(verifyPackage(packageOf(openEvidence()), null)).toMatchObject({
      ok: true,
      value: { signer: 'not-proven', notProven: expect.arrayContaining(['signer']) },
    });
  });
  it('verifies after the positions were deleted', () => {
    expect(verifyPackage(packageOf(deletedEvidence()), pinned)).toMatchObject({
      ok: true,
      value: { positions: 'deleted' },
    });
  });
  it('says that positions are not in it although they were sealed', () => {
    expect(verifyPackage(packageOf(withheldEvidence()), pinned)).toMatchObject({
      ok: true,
      value: { positions: 'not-included', notProven: expect.arrayContaining(['positions']) },
    });
  });
  it('is refused under another fingerprint', () => {
    expect(verifyPackage(packageOf(openEvidence(), plainReports, stranger), pinned)).toMatchObject({
      ok: false,
      error: { file: 'manifest.sig.json' },
    });
  });
});

describe('VERIFY.txt', () => {
  const text = verifyText(openEvidence().record);

  it('asks for the published fingerprint, and states its own only as what it says of itself', () => {
    expect(text.match(/--key FINGERPRINT$/gm)).toHaveLength(2);
    expect(text).not.toMatch(/--key [0-9a-f]/);
    expect(text).toContain(fingerprintOf(signer.publicKey));
    expect(text).toMatch(/as published by the agency/);
    expect(text).toMatch(/기관이 공표한 지문/);
  });
});
