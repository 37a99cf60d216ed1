/** Languages of the screen and of reports. Korean is the reference. A language more begins here. */
export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same in every language: a name, a sentence, a report. */
export type Localized<T = string> = Readonly<Record<Language, T>>;

/** Fields of a schema, one for each language, all of one kind. */
export const localized = <T>(words: T): Localized<T> => ({ ko: words, en: words });
