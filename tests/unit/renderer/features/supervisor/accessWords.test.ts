import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../../../renderer/app/i18n/resources.ts';
import { accessDetail } from '../../../../../renderer/features/supervisor/accessWords.ts';
import type { Language } from '../../../../../shared/domain/languages.ts';
import { LeaseEnd, LeasePurpose } from '../../../../../shared/domain/incidents/entries.ts';
import { LANGUAGES } from '../../../../../shared/domain/languages.ts';
import { SessionEnd } from '../../../../../shared/protocol/messages.ts';
import type { AccessAction } from '../../../../../shared/protocol/access.ts';
import { AccessActionFilter, AccessRecord, ReadSubject } from '../../../../../shared/protocol/access.ts';

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
    AccessRecord.parse({ id: 1, at_ms: 0, operatorId: null, action, incidentId: null, people: [], detail }),
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
    ['read', 'positions', '위치', 'positions'],
    ['read', 'evidence: 검찰 제출', '증거 자료: 검찰 제출', 'evidence: 검찰 제출'],
    ['signed-in', 'C-7', '콘솔 C-7', 'console C-7'],
  ] as const)('%s, %s', (action, detail, ko, en) => {
    expect(said('ko', action, detail)).toBe(ko);
    expect(said('en', action, detail).startsWith(en)).toBe(true);
  });

  it('E5: leaves nothing that the server names without words, in either language', () => {
    const refusal = 'not-allowed';
    const named: readonly (readonly [AccessAction, string])[] = [
      ...SessionEnd.options.map((end) => ['signed-out', end] as const),
      ...LeasePurpose.options.map((purpose) => ['lease-granted', purpose] as const),
      ...LeaseEnd.options.map((end) => ['lease-ended', end] as const),
      ...ReadSubject.options.map((subject) => ['read-refused', `${subject}: ${refusal}`] as const),
      ...ReadSubject.options.map((subject) => ['read', subject] as const),
    ];
    for (const [action, detail] of named) {
      expect(said('ko', action, detail)).not.toMatch(/[a-z]/);
      expect(said('en', action, detail)).not.toMatch(/access\.|word\./);
    }
    for (const language of LANGUAGES) {
      const words = i18next.getFixedT(language, 'supervisor');
      for (const action of AccessActionFilter.options)
        expect(words(`access.kind.${action}`)).not.toMatch(/access\.kind/);
    }
  });
});
