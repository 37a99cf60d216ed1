import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '../../../shared/api/contract.ts';
import { sessionStore } from '../../stores/session.ts';
import { resources } from './resources.ts';

const speak = (locale: Locale): void => {
  document.documentElement.lang = locale;
  if (i18next.language !== locale) void i18next.changeLanguage(locale);
};

/** Starts in the language of the settings and follows them. Words are in the bundle, so nothing is awaited. */
export const startI18n = (): void => {
  const { locale } = sessionStore.getState().settings;
  void i18next.use(initReactI18next).init({
    resources,
    lng: locale,
    fallbackLng: 'ko',
    ns: ['common', 'dispatch', 'supervisor', 'trainer'],
    defaultNS: 'common',
    initAsync: false,
    interpolation: { escapeValue: false }, // React escapes
  });
  speak(locale);
  sessionStore.subscribe((state) => speak(state.settings.locale));
};
