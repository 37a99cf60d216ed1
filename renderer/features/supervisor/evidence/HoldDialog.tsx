import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentId } from '../../../../shared/domain/ids.ts';
import { daysAfter } from '../../../lib/dates.ts';
import { formatDate } from '../../../lib/format.ts';
import { SEND } from '../../../lib/keys.ts';
import { useServerNow } from '../../../stores/clock.ts';
import { sendDrafted, useDraft } from '../../../stores/drafts.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field, TextArea } from '../../../ui/Field.tsx';
import { DateField } from '../../../ui/DateField.tsx';
import { holdEnd, lastHoldDay } from './holds.ts';

/** Spans offered beside the field, days; those that the policy does not admit are left out. */
const SPANS_D = [7, 30, 90, 180] as const;
const DAY_S = 86_400;

type Props = { readonly incidentId: IncidentId; readonly onClose: () => void };

/** Asks for reason and last day of a hold. */
export const HoldDialog = ({ incidentId, onClose }: Props) => {
  const { t } = useTranslation('supervisor');
  const { t: common } = useTranslation('common');
  const now_ms = useServerNow();
  const longest_s = useSession((state) => state.directory?.policy.hold.longest_s ?? 0);
  const draft = useDraft(incidentId, 'hold');
  const reason = draft.text;
  const [date, setDate] = useState('');
  const [tried, setTried] = useState(false);
  const end = holdEnd(date, now_ms, longest_s);
  const last = lastHoldDay(now_ms, longest_s);
  const submit = (): void => {
    setTried(true);
    if (!end.ok || reason.trim() === '') return;
    void sendDrafted({ kind: 'hold.set', incidentId, reason: reason.trim(), until_ms: end.until_ms }, draft);
    onClose();
  };
  const spans = SPANS_D.filter((days) => days * DAY_S <= longest_s).map((days) => ({
    label: t('hold.days', { n: days }),
    // The last day of the span may end a few hours beyond the longest time.
    date: [daysAfter(now_ms, days), last].toSorted()[0] ?? last,
  }));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onConfirm={submit}
      title={t('hold.title')}
      description={t('hold.text')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button variant="primary" shortcut={SEND} onClick={submit}>
            {t('hold.confirm')}
          </Button>
        </>
      }
    >
      <Field label={t('hold.reason')} error={tried && reason.trim() === '' ? t('hold.reasonRequired') : null}>
        {(control) => (
          <TextArea
            {...control}
            value={reason}
            maxLength={400}
            autoFocus
            onChange={(event) => draft.write(event.target.value)}
          />
        )}
      </Field>
      <DateField
        label={t('hold.until')}
        hint={t('hold.bounds', { from: formatDate(now_ms), to: last })}
        error={tried && !end.ok ? t(`hold.fault.${end.fault}`, { to: last }) : null}
        value={date}
        onChange={setDate}
        choices={spans}
      />
    </Dialog>
  );
};
