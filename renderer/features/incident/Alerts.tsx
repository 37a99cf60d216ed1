import type { IncidentAlert } from '../../../shared/domain/incidents/state.ts';
import { alertSubject, levelWords } from '../../lib/alertWords.ts';
import { formatTime } from '../../lib/format.ts';
import { alertsInOrder } from '../../lib/leadAlert.ts';
import { useWords } from '../../lib/words.ts';
import { Badge } from '../../ui/Badge.tsx';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

const Line = ({ alert, model }: { readonly alert: IncidentAlert; readonly model: PanelModel }) => {
  const words = useWords();
  const { t } = words;
  const { state, raisedAt_ms, clearedAt_ms, repeats } = alert;
  const parts = [
    t('panel.alertCause', { cause: t(`word.cause.${state.cause}`) }),
    t('panel.alertRaised', { time: formatTime(raisedAt_ms) }),
    ...(state.closestAt_ms === null ? [] : [t('panel.alertClosestAt', { time: formatTime(state.closestAt_ms) })]),
    ...(repeats === 0 ? [] : [t('panel.alertRepeats', { n: repeats })]),
    ...(clearedAt_ms === null ? [] : [t('panel.alertCleared', { time: formatTime(clearedAt_ms) })]),
  ];
  return (
    <li className={styles['alert']} data-cleared={clearedAt_ms !== null}>
      <CodeTag code={state.code} size="s" />
      <div>
        <p>
          {alertSubject(words, model.index, model.people.order, state)}
          <span className={styles['certainty']}>
            {levelWords(words, state)} {t(`word.certainty.${state.certainty}`)}
          </span>
        </p>
        <p className={styles['small']}>
          {parts.join(' · ')} {state.late && <Badge tone="outline">{t('panel.alertLate')}</Badge>}
        </p>
      </div>
    </li>
  );
};

export const Alerts = ({ model }: { readonly model: PanelModel }) => {
  const { t } = useWords();
  return (
    <Section title={t('panel.alerts')}>
      <ul>
        {alertsInOrder(model.incident).map((alert) => (
          <Line key={alert.state.alertId} alert={alert} model={model} />
        ))}
      </ul>
    </Section>
  );
};
