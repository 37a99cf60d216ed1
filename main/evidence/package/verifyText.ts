import type { EvidenceRecord } from '../../../shared/protocol/evidence.ts';
import { fingerprintOf } from '../log/heads.ts';
import { packageName } from './names.ts';

/**
 * `VERIFY.txt`. Its words belong to version 1 of the format, not to the screen's translations: whoever verifies a package makes this
 * file anew and compares.
 */
export const verifyText = ({ incidentId, mode, entries, signedHead }: EvidenceRecord): string => {
  const { logId, size, root, publicKey } = signedHead.head;
  const fingerprint = fingerprintOf(publicKey);
  const command = `jikim verify ${packageName(incidentId)} --key FINGERPRINT`;
  return [
    ...(mode === 'training' ? ['*** 훈련 자료 — 증거가 아닙니다 / TRAINING — NOT EVIDENCE ***', ''] : []),
    `사건 Incident    ${incidentId}`,
    `기록 Entries     ${entries.length}`,
    `로그 Log         ${logId}`,
    `로그 크기 Size   ${size}`,
    `루트 Root        ${root}`,
    `지문 Fingerprint ${fingerprint}`,
    '                 (이 파일이 스스로 밝힌 값 / what this package says of itself)',
    '',
    '[한국어] 검증 방법',
    '1. FINGERPRINT 자리에는 위의 값이 아니라 기관이 공표한 지문(공고, 공문 등)을 넣습니다.',
    '   위의 값을 그대로 넣으면 누가 서명했는지는 증명되지 않습니다.',
    '2. 지킴을 설치한 컴퓨터에서 다음을 실행합니다. 네트워크도 서버도 필요하지 않습니다.',
    `     ${command}`,
    '   종료 코드 0: 모두 맞음. 1: 맞지 않는 첫 항목을 파일과 기록 번호로 알려 줍니다. 2: 파일을 읽을 수 없음.',
    '3. 지킴 없이 확인하려면 docs/evidence.md의 형식 설명과 예제를 따라 sha256sum과 openssl로 계산합니다.',
    '',
    '[English] How to verify',
    '1. For FINGERPRINT put the fingerprint as published by the agency (a public notice, an official letter), not the',
    '   one above: with that, nothing says who signed.',
    '2. On a computer with Jikim, run this. It needs neither network nor server.',
    `     ${command}`,
    '   Exit code 0: everything holds. 1: the first thing that does not, with file and entry. 2: the file cannot be read.',
    '3. To check without Jikim, follow the formats and the worked example in docs/evidence.md with sha256sum and openssl.',
    '',
  ].join('\n');
};
