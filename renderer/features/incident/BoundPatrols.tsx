import { clsx } from 'clsx';
import { VisuallyHidden } from 'radix-ui';
import { isBereft, lostUnits } from '../../../shared/domain/incidents/assignments.ts';
import type { UnitStatus } from '../../../shared/domain/units.ts';
import type { LostUnit } from '../../../shared/domain/incidents/assignments.ts';
import { useWords } from '../../lib/words.ts';
import { formatAgo } from '../../lib/format.ts';
import { patrolNewsWords } from '../../lib/patrolNews.ts';
import { isWaiting } from '../../lib/pending.ts';
import { sendCommand } from '../../stores/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { pairWords } from './pairWords.ts';
import { boundPatrols } from './patrols.ts';
import type { BoundPatrol } from './patrols.ts';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

const Bound = ({ patrol, model }: { readonly patrol: BoundPatrol; readonly model: PanelModel }) => {
  const words = useWords();
  const { t, common } = words;
  const { unit, state, steps } = patrol;
  const { incident, step, outbox, now_ms, may } = model;
  const news = model.newsOf(unit.id);
  const isLeading = (to: UnitStatus): boolean => step?.unitId === unit.id && step.to === to;
  const moving = isWaiting(outbox, 'unit.setStatus', { unitId: unit.id });
  const releasing = isWaiting(outbox, 'unit.release', { incidentId: incident.id, unitId: unit.id });
  return (
    <li className={styles['bound']} data-unit={unit.id}>
      <div className={styles['boundHead']}>
        <strong>{unit.callsign}</strong>
        <span className={styles['small']}>{t(`word.unitKind.${unit.kind}`)}</span>
        <Badge tone="outline">{t(`word.unitStatus.${state.status}`)}</Badge>
        {news !== null && <Badge tone="strong">{patrolNewsWords(words, news)}</Badge>}
        <span className={styles['when']}>
          {moving || releasing ? t('act.sending') : formatAgo(common, (now_ms - state.since_ms) / 1000)}
        </span>
      </div>
      {may('unit.setStatus') && (
        <div className={styles['steps']}>
          {steps.map((to) => (
            <Button
              key={to}
              size="s"
              shortcut={isLeading(to) ? 'S' : undefined}
              disabled={moving || releasing}
              onClick={() =>
                void sendCommand({ kind: 'unit.setStatus', unitId: unit.id, status: to, assignedTo: incident.id })
              }
            >
              <VisuallyHidden.Root>{unit.callsign}: </VisuallyHidden.Root>
              {t(`unit.toStatus.${to}`)}
            </Button>
          ))}
          <Button
            size="s"
            variant="quiet"
            className={styles['release']}
            disabled={moving || releasing}
            aria-label={t('unit.releaseLabel', { callsign: unit.callsign })}
            onClick={() => void sendCommand({ kind: 'unit.release', incidentId: incident.id, unitId: unit.id })}
          >
            {t('unit.release')}
          </Button>
        </div>
      )}
    </li>
  );
};

/** A patrol that the incident has lost, how, and what it had reached here. */
const Lost = ({ lost, model }: { readonly lost: LostUnit; readonly model: PanelModel }) => {
  const words = useWords();
  const { t, common } = words;
  const { index, world, now_ms } = model;
  const { unitId, work, leaving } = lost;
  const to = leaving.to === null ? undefined : world.incidents.get(leaving.to);
  return (
    <li className={styles['boundHead']} data-lost={unitId}>
      <strong>{index.unitById.get(unitId)?.unit.callsign ?? unitId}</strong>
      <Badge tone={isBereft(model.incident) ? 'strong' : 'outline'}>{t(`unit.left.${leaving.reason}`)}</Badge>
      <span className={clsx(styles['small'], styles['lostTo'])}>
        {to === undefined
          ? t('unit.leftAt', { status: t(`word.unitStatus.${work.status}`) })
          : pairWords(words, to, index)}
      </span>
      <span className={styles['when']}>{formatAgo(common, Math.max(0, (now_ms - leaving.at_ms) / 1000))}</span>
    </li>
  );
};

/** Patrols that work the incident, each with the steps it may take now, and those that it has lost since somebody was last sent. */
export const BoundPatrols = ({ model }: { readonly model: PanelModel }) => {
  const { t } = useWords();
  const patrols = boundPatrols(model.incident, model.world, model.index);
  const lost = lostUnits(model.incident);
  if (patrols.length + lost.length === 0) return null;
  return (
    <Section title={t('unit.bound')}>
      <ul aria-label={t('unit.bound')}>
        {patrols.map((patrol) => (
          <Bound key={patrol.unit.id} patrol={patrol} model={model} />
        ))}
        {lost.map((one) => (
          <Lost key={one.unitId} lost={one} model={model} />
        ))}
      </ul>
    </Section>
  );
};
