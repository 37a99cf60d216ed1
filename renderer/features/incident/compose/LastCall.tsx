import type { IncidentId } from '../../../../shared/domain/ids.ts';
import { personName } from '../../../lib/alertWords.ts';
import { formatTime } from '../../../lib/format.ts';
import { useWords } from '../../../lib/words.ts';
import { useRecord } from '../../../stores/record.ts';
import { useDirectory } from '../../../stores/session.ts';
import styles from './compose.module.css';

/** The call that was logged last, so that nobody logs it twice. */
export const LastCall = ({ incidentId }: { readonly incidentId: IncidentId }) => {
  const words = useWords();
  const { t } = words;
  const index = useDirectory();
  const last = useRecord((state) =>
    state.byIncident.get(incidentId)?.findLast(({ body }) => body.kind === 'call.logged'),
  );
  if (last?.body.kind !== 'call.logged') return null;
  const { party, result, victim } = last.body;
  const who =
    victim === undefined ? t(`word.party.${party}`) : t('call.withVictim', { name: personName(words, index, victim) });
  const said = { party: who, result: t(`word.callResult.${result}`) };
  return <p className={styles['last']}>{`${formatTime(last.at_ms)} ${t('call.last', said)}`}</p>;
};
