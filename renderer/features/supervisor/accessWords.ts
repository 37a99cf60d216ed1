import type { TFunction } from 'i18next';
import { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { LeaseEnd, LeasePurpose } from '../../../shared/domain/incidents/entries.ts';
import { SessionEnd } from '../../../shared/protocol/messages.ts';
import type { AccessRecord } from '../../../shared/protocol/access.ts';
import { refusalWords } from '../../lib/refusalWords.ts';
import type { Words } from '../../lib/words.ts';

type AccessWords = Words & { readonly supervisor: TFunction<'supervisor'> };

/** What was refused, as the server names it; one without words here is shown as it is named. */
const ASKED = {
  positions: 'positions',
  'access log': 'accessLog',
  evidence: 'evidence',
  directory: 'directory',
  command: 'command',
  'lease.breakGlass': 'breakGlass',
  'lease.review': 'review',
} as const;
const isAsked = (what: string): what is keyof typeof ASKED => Object.hasOwn(ASKED, what);

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
      const asked = isAsked(what) ? supervisor(`access.asked.${ASKED[what]}`) : what;
      return `${asked} — ${refusalWords(common, refusal.data)}`;
    }
    case 'read':
    case 'access-log-read':
      // What was read is what the action already says.
      return '';
    case 'signed-in':
    case 'sign-in-refused':
    case 'lease-renewed':
      return detail;
  }
};
