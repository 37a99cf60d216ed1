import { outlivingBreaches, ringsAgainBy_ms } from '../../../shared/domain/incidents/outliving.ts';
import { levelWords } from '../../lib/alertWords.ts';
import { formatShortTime } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { useSession } from '../../stores/session.ts';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

/** Says of a resolved incident that its breach goes on, and when it rings again at the latest. */
export const StillWithinNote = ({ model: { incident, world } }: { readonly model: PanelModel }) => {
  const words = useWords();
  const { t } = words;
  const outliving = useSession((state) => state.directory?.policy.outliving ?? null);
  const breach = outlivingBreaches(world, incident.orderId).find((one) => one.incident.id === incident.id);
  const again_ms = outliving === null ? null : ringsAgainBy_ms(incident, { outliving });
  if (breach === undefined || again_ms === null) return null;
  const said = { level: levelWords(words, breach.alert.state), time: formatShortTime(again_ms) };
  return <p className={styles['stillWithin']}>{t('panel.stillWithin', said)}</p>;
};
