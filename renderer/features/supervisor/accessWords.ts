import type { TFunction } from 'i18next';
import { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { LeaseEnd, LeasePurpose } from '../../../shared/domain/incidents/entries.ts';
import { SessionEnd } from '../../../shared/protocol/messages.ts';
import { ReadSubject } from '../../../shared/protocol/access.ts';
import type { AccessRecord } from '../../../shared/protocol/access.ts';
import { refusalWords } from '../../lib/refusalWords.ts';
import type { Words } from '../../lib/words.ts';

type AccessWords = Words & { readonly supervisor: TFunction<'supervisor'> };

/** What was refused or read, by what the server calls it. */
const ASKED = {
  positions: 'positions',
  'access log': 'accessLog',
  evidence: 'evidence',
  directory: 'directory',
  record: 'record',
  head: 'head',
  command: 'command',
  'lease.breakGlass': 'breakGlass',
  'lease.review': 'review',
} as const satisfies Readonly<Record<ReadSubject, string>>;

/** The detail of a line, with the words of the language for what the server names by code; a typed reason stays as typed. */
export const accessDetail = ({ t, common, supervisor }: AccessWords, { action, detail }: AccessRecord): string => {
  if (detail === null) return '';
  switch (action) {
    case 'lease-granted': {
      const [named = '', ...reason] = detail.split(': ');
      const purpose = LeasePurpose.safeParse(named);
      return purpose.success ? [t(`word.purpose.${purpose.data}`), ...reason].join(': ') : detail;
    }
    case 'lease-ended': {
      const end = LeaseEnd.safeParse(detail);
      return end.success ? t(`word.leaseEnd.${end.data}`) : detail;
    }
    case 'signed-out': {
      const end = SessionEnd.safeParse(detail);
      if (!end.success) return detail;
      // That somebody signed out is what the action already says.
      return end.data === 'signed-out' ? '' : supervisor(`access.ended.${end.data}`);
    }
    case 'read-refused': {
      const [what = '', reason] = detail.split(': ');
      const refusal = Refusal.safeParse({ reason });
      if (!refusal.success) return detail;
      const subject = ReadSubject.safeParse(what);
      const asked = subject.success ? supervisor(`access.asked.${ASKED[subject.data]}`) : what;
      return `${asked} — ${refusalWords(common, refusal.data)}`;
    }
    case 'read': {
      const [what = '', ...reason] = detail.split(': ');
      const subject = ReadSubject.safeParse(what);
      return subject.success ? [supervisor(`access.asked.${ASKED[subject.data]}`), ...reason].join(': ') : detail;
    }
    case 'access-log-read':
      // That the log was read is what the action already says; about whom stands in a column of its own.
      return '';
    case 'session-extended':
    case 'signed-in':
    case 'sign-in-refused':
      return supervisor('access.atConsole', { id: detail.replace(/^console-/, '') });
    case 'lease-renewed':
      return detail;
  }
};
