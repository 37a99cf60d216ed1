import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import { useShortcut } from '../../lib/keys.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { ClaimLine } from '../claim/index.ts';
import { ReturnedHere } from '../returned/index.ts';
import { RecordTimeline } from '../record/index.ts';
import { Compose } from './compose/Compose.tsx';
import type { ComposeMode } from './compose/box.ts';
import { AnswerBanner } from './guidance/AnswerBanner.tsx';
import { BreakGlass } from './BreakGlass.tsx';
import { FollowingBanner } from './guidance/FollowingBanner.tsx';
import { Header } from './Header.tsx';
import { Checklist, markStep } from './playbook/Checklist.tsx';
import { nextStep, progress } from './playbook/model.ts';
import { usePlaybook } from './playbook/usePlaybook.ts';
import { PrimaryBar } from './PrimaryBar.tsx';
import { ResolveDialog } from './ResolveDialog.tsx';
import { Response } from './Response.tsx';
import { StillWithinNote } from './StillWithinNote.tsx';
import { useIncidentModel } from './useIncident.ts';
import type { IncidentModel, PanelModel } from './useIncident.ts';
import { useShownPatrols } from './useShownPatrols.ts';
import styles from './incident.module.css';

type Tab = 'response' | 'playbook' | 'record';

const Shown = ({ incident: known }: { readonly incident: IncidentModel }) => {
  const patrols = useShownPatrols(known);
  const model: PanelModel = { ...known, patrols };
  const { t } = useTranslation('dispatch');
  const [tab, setTab] = useState<Tab>('response');
  const [resolving, setResolving] = useState(false);
  const [breaking, setBreaking] = useState(false);
  const [compose, setCompose] = useState<ComposeMode>('note');
  const [escapesAsked, setEscapesAsked] = useState(false);
  const escapesFocused = useCallback(() => setEscapesAsked(false), []);
  const { incident, may } = model;
  const view = usePlaybook(model);
  const shown = view === null && tab === 'playbook' ? 'response' : tab;
  const { dealt, of } = progress(view?.rows ?? []);
  const resolvable = isRunning(incident) && !incident.unacknowledged && may('incident.resolve');
  useShortcut('resolve', () => setResolving(true), resolvable);
  const next = nextStep(view?.rows ?? []);
  const tickNext = (): void => {
    // Nobody ticks off what they do not see: from the record the key shows the step first.
    if (tab === 'record') setTab('response');
    else if (view !== null && next !== null) markStep(model, view, next.step.key, 'done');
  };
  useShortcut('playbook', tickNext, next !== null && isRunning(incident) && may('playbook.step'));
  useShortcut(
    'guidance',
    () => {
      setTab('response');
      setEscapesAsked(true);
    },
    isRunning(incident) && model.sees.victim && may('guidance.send'),
  );
  return (
    <>
      <Header model={model} />
      <ClaimLine incident={incident} outbox={model.outbox} may={may} />
      <PrimaryBar
        model={model}
        onResolve={() => setResolving(true)}
        resolvable={resolvable}
        onPatrols={shown === 'response' ? null : () => setTab('response')}
      />
      <ReturnedHere incidentId={incident.id} />
      <StillWithinNote model={model} />
      <AnswerBanner model={model} onCall={() => setCompose('call')} />
      <FollowingBanner model={model} onCall={() => setCompose('call')} />
      <div className={styles['body']}>
        <Tabs<Tab>
          keys
          label={t('panel.title')}
          value={shown}
          onChange={setTab}
          tabs={[
            {
              value: 'response',
              label: t('panel.response'),
              content: (
                <Response
                  model={model}
                  view={view}
                  escapesAsked={escapesAsked}
                  onEscapesFocused={escapesFocused}
                  onBreakGlass={() => setBreaking(true)}
                />
              ),
            },
            ...(view === null
              ? []
              : [
                  {
                    value: 'playbook' as const,
                    label: t('playbook.tab', { n: dealt, of }),
                    content: <Checklist model={model} view={view} />,
                  },
                ]),
            { value: 'record', label: t('panel.record'), content: <RecordTimeline incidentId={incident.id} /> },
          ]}
        />
      </div>
      <Compose model={model} mode={compose} onMode={setCompose} />
      <BreakGlass model={model} open={breaking} onOpenChange={setBreaking} />
      <ResolveDialog open={resolving && resolvable} onOpenChange={setResolving} incident={incident} />
    </>
  );
};

/** The selected incident: what it is, the one thing to do now, who can go, and its record. */
export const IncidentPanel = () => {
  const { t } = useTranslation('dispatch');
  const model = useIncidentModel();
  return (
    <section className={styles['panel']} aria-label={t('panel.title')}>
      {model === null ? (
        <EmptyState title={t('panel.none')} detail={t('panel.noneHint')} />
      ) : (
        <Shown key={model.incident.id} incident={model} />
      )}
    </section>
  );
};
