import type { TFunction } from 'i18next';
import { LeaseEnd, LeasePurpose } from '../../../shared/domain/incidents/entries.ts';
import type { AccessRecord } from '../../../shared/protocol/messages.ts';

/** The detail of a line, with the words of the language for what the server names by code; a typed reason stays as typed. */
export const accessDetail = (t: TFunction<'dispatch'>, { action, detail }: AccessRecord): string => {
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
    case 'read':
    case 'access-log-read':
      // What was read is what the action already says.
      return '';
    case 'signed-in':
    case 'sign-in-refused':
    case 'signed-out':
    case 'lease-renewed':
    case 'read-refused':
      return detail;
  }
};
