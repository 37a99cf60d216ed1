import type { AlertState } from '../../shared/domain/alerts.ts';
import { namedOffset } from '../../shared/domain/alerts.ts';
import type { DeviceEventKind } from '../../shared/domain/fixes.ts';
import type { PersonId, ZoneId } from '../../shared/domain/ids.ts';
import type { OrderSummary } from '../../shared/domain/orders.ts';
import type { Register } from './orderPeople.ts';
import type { Words } from './words.ts';

export const personName = ({ t }: Words, register: Register, id: PersonId): string =>
  register.personById.get(id)?.person.name ?? t('queue.unknownPerson');

const zoneName = ({ t }: Words, order: OrderSummary | null, id: ZoneId): string =>
  t(`word.zone.${order?.zones.find((zone) => zone.id === id)?.kind ?? 'other'}`);

/** What is wrong with a device; of a clock, how far it is off. */
const deviceWords = ({ t }: Words, kind: DeviceEventKind, clockOffset_s: number | undefined): string => {
  if (clockOffset_s === undefined) return t(`word.device.${kind}`);
  const { direction, unit, n } = namedOffset(clockOffset_s);
  return t(`word.clock.${direction}`, { span: t(`word.clock.${unit}`, { n }) });
};

/** What raised the alert and about whom: `접근 — 이름`, `부착장치 훼손 — 이름`. */
export const alertSubject = (
  words: Words,
  register: Register,
  order: OrderSummary | null,
  { rule, clockOffset_s }: Pick<AlertState, 'rule' | 'clockOffset_s'>,
): string => {
  const { t } = words;
  switch (rule.type) {
    case 'proximity':
      return t('alert.proximity', { name: personName(words, register, rule.victim) });
    case 'zone':
      return t('alert.zone', { zone: zoneName(words, order, rule.zone) });
    case 'device':
      return t('alert.device', {
        event: deviceWords(words, rule.kind, clockOffset_s),
        name: personName(words, register, rule.person),
      });
    case 'sos':
      return t('alert.sos', { name: personName(words, register, rule.person) });
    case 'watch':
      return t('alert.watch');
  }
};

/** The level in words; a device alert by what happened to the device. */
export const levelWords = ({ t }: Words, { level, rule }: Pick<AlertState, 'level' | 'rule'>): string =>
  rule.type === 'device' && level === 'device' ? t(`word.device.${rule.kind}`) : t(`word.level.${level}`);
