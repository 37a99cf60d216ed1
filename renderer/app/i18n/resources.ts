import { inEachLanguage } from '../../../shared/domain/languages.ts';
import type { Language } from '../../../shared/domain/languages.ts';
import type common from './ko/common.json';
import type dispatch from './ko/dispatch.json';
import type supervisor from './ko/supervisor.json';
import type trainer from './ko/trainer.json';

/** Korean is the reference that keys are typed by: each language has the same files, and a test holds them to the same keys. */
type Texts = {
  readonly common: typeof common;
  readonly dispatch: typeof dispatch;
  readonly supervisor: typeof supervisor;
  readonly trainer: typeof trainer;
};

const files = import.meta.glob<Texts[keyof Texts]>('./*/*.json', { eager: true, import: 'default' });

const textsIn = <N extends keyof Texts>(language: Language, namespace: N): Texts[N] => {
  const texts = files[`./${language}/${namespace}.json`];
  if (texts === undefined) throw new Error(`no words: ${language}/${namespace}.json`);
  return texts as Texts[N]; // the path names which file it is
};

/** Every word on the screen, by language and namespace: a folder a language, a file a namespace. */
export const resources = inEachLanguage((language): Texts => ({
  common: textsIn(language, 'common'),
  dispatch: textsIn(language, 'dispatch'),
  supervisor: textsIn(language, 'supervisor'),
  trainer: textsIn(language, 'trainer'),
}));
