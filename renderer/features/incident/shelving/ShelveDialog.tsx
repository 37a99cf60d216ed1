import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ShelveReason } from '../../../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { formatDuration } from '../../../lib/format.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { CoordinateWarning } from '../../../ui/CoordinateWarning.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field, TextArea } from '../../../ui/Field.tsx';
import outcomes from '../outcomes.module.css';
import styles from './shelving.module.css';

type Choice = { readonly value: string; readonly label: string };

type ChoicesProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
};

const Choices = ({ label, value, options, onChange, autoFocus = false }: ChoicesProps) => (
  <RadioGroup.Root value={value} onValueChange={onChange} aria-label={label} className={outcomes['outcomes']}>
    {options.map((option, index) => (
      <RadioGroup.Item
        key={option.value}
        value={option.value}
        autoFocus={autoFocus && index === 0}
        className={outcomes['outcome']}
      >
        <span className={outcomes['radio']}>
          <RadioGroup.Indicator className={outcomes['radioOn']} />
        </span>
        {option.label}
      </RadioGroup.Item>
    ))}
  </RadioGroup.Root>
);

type FormProps = { readonly onOpenChange: (open: boolean) => void; readonly incident: Incident };

const Form = ({ onOpenChange, incident }: FormProps) => {
  const { t } = useTranslation('dispatch');
  const { t: common } = useTranslation('common');
  const offered_s = useSession((state) => state.directory?.policy.shelving.offered_s ?? []);
  const [reason, setReason] = useState<ShelveReason | null>(null);
  const [chosen_s, setChosen_s] = useState<number | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const for_s = chosen_s ?? offered_s[0] ?? null;
  const needsText = reason === 'other';
  const said = text.trim();
  const missing = needsText && said === '';
  const submit = (): void => {
    setTried(true);
    if (reason === null || for_s === null || missing) return;
    void sendCommand({
      kind: 'incident.shelve',
      incidentId: incident.id,
      reason,
      text: said === '' ? null : said,
      for_s,
      sounding: incident.soundings,
    });
    onOpenChange(false);
  };
  const submitByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  const footer = (
    <>
      <Button onClick={() => onOpenChange(false)}>{common('cancel')}</Button>
      <Button variant="primary" disabled={reason === null} onClick={submit}>
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
    >
      <div onKeyDown={submitByKey}>
        <h3 className={styles['heading']}>{t('shelve.reason')}</h3>
        <Choices
          autoFocus
          label={t('shelve.reason')}
          value={reason ?? ''}
          options={ShelveReason.options.map((value) => ({ value, label: t(`word.shelveReason.${value}`) }))}
          onChange={(value) => {
            const parsed = ShelveReason.safeParse(value);
            if (parsed.success) setReason(parsed.data);
          }}
        />
        <h3 className={styles['heading']}>{t('shelve.howLong')}</h3>
        <Choices
          label={t('shelve.howLong')}
          value={String(for_s)}
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
              value={text}
              maxLength={400}
              required={needsText}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <CoordinateWarning text={text} />
      </div>
    </Dialog>
  );
};

/** Quiets what is not urgent: why, and for how long. Starts empty each time it opens. */
export const ShelveDialog = ({ open, ...form }: FormProps & { readonly open: boolean }) =>
  open ? <Form {...form} /> : null;
