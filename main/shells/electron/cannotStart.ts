import type { Locale } from '../../../shared/api/contract.ts';
import type { FailureReason } from '../../files/fail.ts';

type Words = {
  readonly title: string;
  readonly meaning: Readonly<Record<FailureReason, string>>;
  readonly said: string;
  readonly log: string;
};

const WORDS: Readonly<Record<Locale, Words>> = {
  ko: {
    title: '지킴을 시작할 수 없습니다',
    meaning: {
      'port-taken':
        '관제 서버가 쓸 포트를 다른 프로그램이 쓰고 있습니다. 그 프로그램을 끝내거나 --port로 다른 포트를 정하십시오.',
      'folder-unusable':
        '데이터 폴더에 쓸 수 없습니다. 폴더의 권한과 디스크 공간을 확인하거나 --data로 다른 폴더를 정하십시오.',
      'folder-in-use':
        '다른 관제 서버가 이 데이터 폴더를 쓰고 있습니다. 그 서버를 끝내거나, --server로 그 서버에 접속하거나, --data로 다른 폴더를 정하십시오.',
      'console-folder-in-use':
        '다른 콘솔이 이 데이터 폴더를 쓰고 있습니다. 그 콘솔을 끝내거나 --data로 다른 폴더를 정하십시오. 콘솔마다 폴더가 따로 있어야 합니다.',
      'store-damaged':
        '저장된 기록을 쓸 수 없습니다. 손상되었거나 더 새로운 버전 또는 다른 비밀 키로 쓰였습니다. 파일을 지우지 말고 서버 책임자에게 알리십시오.',
      other: '아래 사유를 시스템 담당자에게 알리십시오.',
    },
    said: '사유',
    log: '로그',
  },
  en: {
    title: 'Jikim cannot start',
    meaning: {
      'port-taken':
        'Another program uses the port of the monitoring server. End that program, or choose another port with --port.',
      'folder-unusable':
        'The data folder cannot be written. Check its permissions and the free space, or choose another folder with --data.',
      'folder-in-use':
        'Another monitoring server uses this data folder. End that server, join it with --server, or choose another folder with --data.',
      'console-folder-in-use':
        'Another console uses this data folder. End that console, or choose another folder with --data: each console needs its own.',
      'store-damaged':
        'What is stored cannot be used: it is damaged, or was written by a newer version or with another secret. Delete nothing, and tell whoever is responsible for the server.',
      other: 'Tell whoever is responsible for this machine the reason below.',
    },
    said: 'Reason',
    log: 'Log',
  },
};

type Failure = {
  readonly locale: Locale;
  readonly reason: FailureReason;
  /** The one line that was said for a person; its words are English. */
  readonly line: string;
  readonly logFile: string;
};

/** What a dialog says of a start that failed: what it means, what can be done, the reason as it was given, and where the log lies. */
export const cannotStartText = ({ locale, reason, line, logFile }: Failure): { title: string; text: string } => {
  const words = WORDS[locale];
  return {
    title: words.title,
    text: `${words.meaning[reason]}\n\n${words.said}: ${line}\n${words.log}: ${logFile}`,
  };
};
