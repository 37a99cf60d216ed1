import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

/** What pure functions need to speak: the words of the dispatch screen, and the common ones for figures. */
export type Words = { readonly t: TFunction<'dispatch'>; readonly common: TFunction<'common'> };

export const useWords = (): Words => {
  const { t } = useTranslation('dispatch');
  const { t: common } = useTranslation('common');
  return { t, common };
};
