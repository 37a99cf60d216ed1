import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../../../renderer/app/i18n/resources.ts';
import { accessDetail } from '../../../../../renderer/features/supervisor/accessWords.ts';
import type { Language } from '../../../../../shared/domain/languages.ts';
import { AccessRecord } from '../../../../../shared/protocol/access.ts';

beforeAll(async () => {
  await i18next.init({ resources, lng: 'ko', defaultNS: 'common', interpolation: { escapeValue: false } });
});

const said = (language: Language, action: AccessRecord['action'], detail: string | null): string =>
  accessDetail(
    {
      t: i18next.getFixedT(language, 'dispatch'),
      common: i18next.getFixedT(language, 'common'),
      supervisor: i18next.getFixedT(language, 'supervisor'),
    },
    AccessRecord.parse({ id: 1, at_ms: 0, operatorId: null, action, incidentId: null, detail }),
  );

describe('the detail of a line of the access log', () => {
  it.each([
    ['signed-out', 'signed-out', '', ''],
    ['signed-out', 'expired', '접속 시간 만료', 'session expired'],
    ['signed-out', 'elsewhere', '다른 콘솔에서 로그인', 'signed in at another console'],
    ['lease-granted', 'break-glass: 전화가 끊김', '긴급 열람: 전화가 끊김', 'break-glass: 전화가 끊김'],
    ['lease-ended', 'resolved', '사건 해결', 'incident resolved'],
    ['read-refused', 'access log: not-allowed', '열람 기록 — 이 역할로는 할 수 없는 조치입니다.', 'access log — '],
    ['read-refused', 'evidence: positions-gone', '증거 자료 — 위치 기록이 이미 삭제되었습니다.', 'evidence — '],
    ['read-refused', 'something: new', 'something: new', 'something: new'],
    ['read', 'positions', '', ''],
  ] as const)('%s, %s', (action, detail, ko, en) => {
    expect(said('ko', action, detail)).toBe(ko);
    expect(said('en', action, detail).startsWith(en)).toBe(true);
  });

  it('leaves no code of the server without words', () => {
    const named: readonly (readonly [AccessRecord['action'], string])[] = [
      ['signed-out', 'expired'],
      ['signed-out', 'elsewhere'],
      ['lease-granted', 'review'],
      ['lease-ended', 'session-ended'],
      ['read-refused', 'positions: positions-gone'],
      ['read-refused', 'directory: not-signed-in'],
      ['read-refused', 'command: not-allowed'],
      ['read-refused', 'lease.review: unknown-incident'],
    ];
    for (const [action, detail] of named) expect(said('ko', action, detail)).not.toMatch(/[a-z]/);
  });
});
