import { expect, test } from 'vitest';
import { FAILURE_REASONS } from '../../../../../main/files/fail.ts';
import { cannotStartText } from '../../../../../main/shells/electron/cannotStart.ts';

const line = 'port 7112 on 127.0.0.1 is in use (choose another with --port)';
const logFile = '/data/logs/console.log';

test.each(FAILURE_REASONS)(
  '%s is told in both languages, with the reason as it was given and the place of the log',
  (reason) => {
    const ko = cannotStartText({ locale: 'ko', reason, line, logFile });
    const en = cannotStartText({ locale: 'en', reason, line, logFile });
    expect(ko.title).toBe('지킴을 시작할 수 없습니다');
    expect(en.title).toBe('Jikim cannot start');
    for (const { text } of [ko, en]) {
      expect(text).toContain(line);
      expect(text).toContain(logFile);
    }
    expect(ko.text.split('\n')[0]).toMatch(/[가-힣]/);
    expect(en.text).not.toMatch(/[가-힣]/);
  },
);

test('each reason has words of its own', () => {
  const meanings = FAILURE_REASONS.map((reason) => cannotStartText({ locale: 'ko', reason, line, logFile }).text);
  expect(new Set(meanings).size).toBe(FAILURE_REASONS.length);
});
