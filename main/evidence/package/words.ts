import { createInstance } from 'i18next';
import type { Language } from '../../../shared/domain/languages.ts';
import en from './words/en.json' with { type: 'json' };
import ko from './words/ko.json' with { type: 'json' };

/** Looks a word up by its path, such as `report.title`, and fills in its values. @throws on a path that is not there: a bug. */
export type Words = (path: string, values?: Readonly<Record<string, string | number>>) => string;

/** The words of one language. */
export const wordsOf = (language: Language): Words => {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    resources: { ko: { translation: ko }, en: { translation: en } },
    initAsync: false,
    // The result goes into a PDF, where nothing is markup; what people wrote is never looked into for words of ours.
    interpolation: { escapeValue: false, skipOnVariables: true },
    nsSeparator: false,
    saveMissing: true,
    missingKeyHandler: (_, __, path) => {
      throw new Error(`no word for ${path}`);
    },
  });
  return (path, values) => i18n.t(path, { ...values });
};
