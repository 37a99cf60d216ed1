import type { TFunction } from 'i18next';
import type { OperatorId } from '../../shared/domain/ids.ts';
import type { Refusal } from '../../shared/domain/incidents/commands.ts';
import type { IncidentStatus } from '../../shared/domain/incidents/state.ts';
import type { UnitStatus } from '../../shared/domain/units.ts';

/** States of incidents and patrols that a refusal may name. */
const STATES = {
  raised: true,
  acknowledged: true,
  dispatched: true,
  'on-scene': true,
  resolved: true,
  closed: true,
  available: true,
  'en-route': true,
  clear: true,
  'out-of-service': true,
} as const satisfies Readonly<Record<IncidentStatus | UnitStatus, true>>;

const isState = (state: string): state is keyof typeof STATES => Object.hasOwn(STATES, state);

/** Why something was refused, in words. `nameOf`: the name of an operator who was first. */
export const refusalWords = (
  t: TFunction<'common'>,
  refusal: Refusal,
  nameOf: (operator: OperatorId) => string = (operator) => operator,
): string => {
  switch (refusal.reason) {
    case 'wrong-state': {
      // A newer server may know more states than this console has words for.
      const state = isState(refusal.state) ? t(`refusalState.${refusal.state}`) : refusal.state;
      return t('refusal.wrong-state', { state });
    }
    case 'not-shelvable':
      return t('refusal.not-shelvable', { because: t(`notShelvable.${refusal.because}`) });
    case 'acknowledged-already':
    case 'claimed-already':
      return t(`refusal.${refusal.reason}`, { name: nameOf(refusal.by) });
    case 'invalid':
      return t('refusal.invalid', { field: refusal.field });
    default:
      return t(`refusal.${refusal.reason}`);
  }
};
