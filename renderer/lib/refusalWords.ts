import type { TFunction } from 'i18next';
import type { Refusal } from '../../shared/domain/incidents/commands.ts';

/** Why something was refused, in words. */
export const refusalWords = (t: TFunction<'common'>, refusal: Refusal): string => {
  switch (refusal.reason) {
    case 'wrong-state':
      return t('refusal.wrong-state', { state: refusal.state });
    case 'invalid':
      return t('refusal.invalid', { field: refusal.field });
    default:
      return t(`refusal.${refusal.reason}`);
  }
};
