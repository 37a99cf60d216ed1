import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FalseAlertCause, Outcome } from '../../../shared/domain/incidents/entries.ts';
import { heardOf } from '../../../shared/domain/incidents/soundings.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { formatDuration } from '../../lib/format.ts';
import { SEND } from '../../lib/keys.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { usePresenceSlice } from '../../stores/presenceSlice.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Choices } from '../../ui/Choices.tsx';
import { CoordinateWarning } from '../../ui/CoordinateWarning.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextArea } from '../../ui/Field.tsx';
import styles from './incident.module.css';

/**
 * Whether the offender closes in on a victim of the incident, as far as this screen knows; or the server has refused a resolution because of
 * it, which then is asked about anew.
 */
const useIsClosing = ({ id, orderId }: Incident): boolean => {
  const { frame } = usePresenceSlice();
  const order = useDirectory().orderById.get(orderId);
  const wasRefused = useSession(({ outbox }) =>
    outbox.some(
      ({ body, refusal }) =>
        body.kind === 'incident.resolve' && body.incidentId === id && refusal?.reason === 'still-closing',
    ),
  );
  const relations = frame?.relations.filter((relation) => relation.order === order?.handle) ?? [];
  return wasRefused || relations.some(({ trend }) => trend === 'closing');
};

type FormProps = { readonly onOpenChange: (open: boolean) => void; readonly incident: Incident };

const Form = ({ onOpenChange, incident }: FormProps) => {
  const { t } = useTranslation('dispatch');
  const { t: common } = useTranslation('common');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [falseCause, setFalseCause] = useState<FalseAlertCause | null>(null);
  const draft = useDraft(incident.id, 'cause');
  const cause = draft.text;
  const [tried, setTried] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const isClosing = useIsClosing(incident);
  const closing_s = useSession(({ directory }) => directory?.policy.outliving.closing_s ?? null);
  const running = [...incident.alerts.values()].filter((alert) => alert.clearedAt_ms === null).length;
  const isFalse = outcome === 'false-alert';
  const needsCause = isFalse && falseCause === 'other';
  const missing = needsCause && cause.trim() === '';
  const submit = (): void => {
    setTried(true);
    if (outcome === null || missing || (isFalse && falseCause === null)) return;
    if (isClosing && !isAsked) return setIsAsked(true);
    const said = cause.trim();
    const resolve = {
      kind: 'incident.resolve',
      incidentId: incident.id,
      outcome,
      ...(isFalse && falseCause !== null ? { falseCause } : {}),
      cause: said === '' ? null : said,
      ...heardOf(incident),
      despiteClosing: isAsked,
    } as const;
    void sendDrafted(resolve, draft);
    onOpenChange(false);
  };
  const footer = (
    <>
      {cause !== '' && (
        <Button variant="quiet" onClick={() => draft.write('')}>
          {common('discardDraft')}
        </Button>
      )}
      <Button onClick={() => onOpenChange(false)}>{common('cancel')}</Button>
      <Button variant="primary" shortcut={SEND} disabled={outcome === null} onClick={submit}>
        {t(isAsked ? 'resolve.despite' : 'resolve.confirm')}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={t('resolve.title')}
      description={t('resolve.legal')}
      footer={footer}
      onConfirm={submit}
    >
      {running > 0 && <p className={styles['warn']}>{t('resolve.running', { count: running })}</p>}
      <Choices
        label={t('resolve.outcome')}
        value={outcome}
        options={Outcome.options.map((value) => ({ value, label: t(`word.outcome.${value}`) }))}
        onChange={setOutcome}
      />
      {isFalse && (
        <>
          <h3 className={styles['question']}>{t('resolve.falseCause')}</h3>
          <Choices
            label={t('resolve.falseCause')}
            value={falseCause}
            options={FalseAlertCause.options.map((value) => ({ value, label: t(`word.falseCause.${value}`) }))}
            onChange={setFalseCause}
          />
          {tried && falseCause === null && (
            <p className={styles['warn']} role="alert">
              {t('resolve.falseCauseRequired')}
            </p>
          )}
        </>
      )}
      <Field
        label={needsCause ? t('resolve.cause') : t('resolve.causeOptional')}
        error={tried && missing ? t('resolve.causeRequired') : null}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={cause}
            maxLength={400}
            required={needsCause}
            onChange={(event) => draft.write(event.target.value)}
          />
        )}
      </Field>
      <CoordinateWarning text={cause} />
      {isAsked && (
        <p className={styles['warn']} role="alert">
          {t('resolve.closing')}{' '}
          {closing_s !== null && t('resolve.closingThen', { time: formatDuration(common, closing_s) })}
        </p>
      )}
    </Dialog>
  );
};

/** Resolving ends the response: what came of it, and why an alert was false. What was typed stays until it is sent or discarded; the outcome is chosen anew each time. */
export const ResolveDialog = ({ open, ...form }: FormProps & { readonly open: boolean }) =>
  open ? <Form {...form} /> : null;
