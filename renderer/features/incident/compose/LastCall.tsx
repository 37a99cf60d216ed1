import type { IncidentId } from '../../../../shared/domain/ids.ts';
import { formatTime } from '../../../lib/format.ts';
import { useWords } from '../../../lib/words.ts';
import { useRecord } from '../../../stores/record.ts';
import styles from './compose.module.css';

/** The call that was logged last, so that nobody logs it twice. */
export const LastCall = ({ incidentId }: { readonly incidentId: IncidentId }) => {
  const { t } = useWords();
  const last = useRecord((state) =>
    state.byIncident.get(incidentId)?.findLast(({ body }) => body.kind === 'call.logged'),
  );
  if (last?.body.kind !== 'call.logged') return null;
  const { party, result } = last.body;
  const said = { party: t(`word.party.${party}`), result: t(`word.callResult.${result}`) };
  return <p className={styles['last']}>{`${formatTime(last.at_ms)} ${t('call.last', said)}`}</p>;
};
