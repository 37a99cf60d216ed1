import type { OutageBody } from '../../../shared/domain/incidents/outages.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import { groupWords } from '../../lib/outageWords.ts';
import type { Words } from '../../lib/words.ts';

/** A line of the record: what happened, and where there is more to say, the detail. */
export type EntryWords = { readonly title: string; readonly detail: string | null };

const plain = (title: string, detail: string | null = null): EntryWords => ({ title, detail });

/** What happened to a mass outage, in words; `stepped` says what was done of its playbook. */
export const outageEntryWords = (
  words: Words,
  body: OutageBody,
  stepped: (body: Extract<OutageBody, { readonly kind: 'outage.step' }>) => string,
): EntryWords => {
  const { t } = words;
  switch (body.kind) {
    case 'outage.began':
      return plain(
        t('record.outageBegan', { group: groupWords(words, body.group) }),
        t('record.outageHeard', { heard: body.heard, code: body.code }),
      );
    case 'outage.changed':
      return body.sounding === undefined
        ? plain(t('record.outageChanged'), t('record.outageCounts', { n: body.silent.length, back: body.back.length }))
        : plain(t('record.outageLost'));
    case 'outage.acknowledged':
      return plain(t('record.outageAcknowledged'));
    case 'outage.escalated':
      return plain(t('record.outageEscalated'));
    case 'outage.ended':
      return plain(t('record.outageEnded'), t('record.outageCounts', { n: body.silent, back: body.back }));
    case 'outage.step':
      return plain(stepped(body));
    default:
      return unreachable(body);
  }
};
