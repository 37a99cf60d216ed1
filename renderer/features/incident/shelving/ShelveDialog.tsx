import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ShelveReason } from '../../../../shared/domain/incidents/entries.ts';
import { heardOf } from '../../../../shared/domain/incidents/soundings.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { formatDuration } from '../../../lib/format.ts';
import { SEND } from '../../../lib/keys.ts';
import { sendDrafted, useDraft } from '../../../stores/drafts.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Choices } from '../../../ui/Choices.tsx';
import { CoordinateWarning } from '../../../ui/CoordinateWarning.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field, TextArea } from '../../../ui/Field.tsx';
import styles from './shelving.module.css';

type FormProps = { readonly onOpenChange: (open: boolean) => void; readonly incident: Incident };

const Form = ({ onOpenChange, incident }: FormProps) => {
  const { t } = useTranslation('dispatch');
  const { t: common } = useTranslation('common');
  const offered_s = useSession((state) => state.directory?.policy.shelving.offered_s ?? []);
  const [reason, setReason] = useState<ShelveReason | null>(null);
  const [chosen_s, setChosen_s] = useState<number | null>(null);
  const draft = useDraft(incident.id, 'shelving');
  const [tried, setTried] = useState(false);
  const for_s = chosen_s ?? offered_s[0] ?? null;
  const needsText = reason === 'other';
  const said = draft.text.trim();
  const missing = needsText && said === '';
  const submit = (): void => {
    setTried(true);
    if (reason === null || for_s === null || missing) return;
    void sendDrafted(
      {
        kind: 'incident.shelve',
        incidentId: incident.id,
        reason,
        text: said === '' ? null : said,
        for_s,
        ...heardOf(incident),
      },
      draft,
    );
    onOpenChange(false);
  };
  const footer = (
    <>
      <Button onClick={() => onOpenChange(false)}>{common('cancel')}</Button>
      <Button variant="primary" shortcut={SEND} disabled={reason === null} onClick={submit}>
        {t('shelve.confirm')}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={t('shelve.title')}
      description={t('shelve.explained')}
      footer={footer}
      onConfirm={submit}
    >
      <h3 className={styles['heading']}>{t('shelve.reason')}</h3>
      <Choices
        autoFocus
        label={t('shelve.reason')}
        value={reason}
        options={ShelveReason.options.map((value) => ({ value, label: t(`word.shelveReason.${value}`) }))}
        onChange={setReason}
      />
      <h3 className={styles['heading']}>{t('shelve.howLong')}</h3>
      <Choices
        label={t('shelve.howLong')}
        value={for_s === null ? null : String(for_s)}
        options={offered_s
          .toSorted((a, b) => a - b)
          .map((seconds) => ({ value: String(seconds), label: formatDuration(common, seconds) }))}
        onChange={(value) => setChosen_s(Number(value))}
      />
      <Field
        label={needsText ? t('shelve.text') : t('shelve.textOptional')}
        error={tried && missing ? t('shelve.textRequired') : null}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={draft.text}
            maxLength={400}
            required={needsText}
            onChange={(event) => draft.write(event.target.value)}
          />
        )}
      </Field>
      <CoordinateWarning text={draft.text} />
    </Dialog>
  );
};

/** Quiets what is not urgent: why, and for how long. Starts empty each time it opens. */
export const ShelveDialog = ({ open, ...form }: FormProps & { readonly open: boolean }) =>
  open ? <Form {...form} /> : null;
