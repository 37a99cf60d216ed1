/**
 * Languages of the screen and of reports, each by its own name, so that nobody is lost in another one. Korean is the reference. A language
 * more begins here.
 */
const NAMED = [
  { id: 'ko', short: '한', name: '한국어' },
  { id: 'en', short: 'EN', name: 'English' },
] as const satisfies readonly { readonly id: string; readonly short: string; readonly name: string }[];

export type Language = (typeof NAMED)[number]['id'];

export const LANGUAGES: readonly Language[] = NAMED.map(({ id }) => id);

/** The same in every language: a name, a sentence, a report. */
export type Localized<T = string> = Readonly<Record<Language, T>>;

/** What `make` gives for each language, such as the field of a schema. */
export const inEachLanguage = <T>(make: (language: Language) => T): Localized<T> =>
  // `fromEntries` forgets which keys it was given.
  Object.fromEntries(LANGUAGES.map((language) => [language, make(language)])) as Localized<T>;

/** Each language as it names itself, to choose from: in full, and as short as a switch needs it. */
export const LANGUAGE_NAMES = NAMED;
