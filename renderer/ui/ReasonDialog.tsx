import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SEND } from '../lib/keys.ts';
import { Button } from './Button.tsx';
import { CoordinateWarning } from './CoordinateWarning.tsx';
import { Dialog } from './Dialog.tsx';
import { Field, TextArea } from './Field.tsx';

type Props = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly text: string;
  readonly label: string;
  /** Shown when nothing has been typed. */
  readonly required: string;
  readonly confirm: string;
  readonly maxLength: number;
  readonly onConfirm: (reason: string) => void;
  /** What is asked besides, under the reason; nothing is confirmed before it is answered. */
  readonly question?: { readonly asked: ReactNode; readonly isAnswered: boolean };
  /** What was typed before and is kept where it is not confirmed; without it the dialog starts empty each time it opens. */
  readonly draft?: { readonly text: string; readonly write: (text: string) => void };
};

type FormProps = Omit<Props, 'open'>;

const Form = ({
  onOpenChange,
  title,
  text,
  label,
  required,
  confirm,
  maxLength,
  onConfirm,
  draft,
  question,
}: FormProps) => {
  const { t } = useTranslation('common');
  const [typed, setTyped] = useState('');
  const reason = draft?.text ?? typed;
  const setReason = draft?.write ?? setTyped;
  const [tried, setTried] = useState(false);
  const missing = reason.trim() === '';
  const submit = (): void => {
    setTried(true);
    if (missing || question?.isAnswered === false) return;
    onConfirm(reason.trim());
    onOpenChange(false);
  };
  const footer = (
    <>
      {draft !== undefined && reason !== '' && (
        <Button variant="quiet" onClick={() => setReason('')}>
          {t('discardDraft')}
        </Button>
      )}
      <Button onClick={() => onOpenChange(false)}>{t('cancel')}</Button>
      <Button variant="primary" shortcut={SEND} disabled={question?.isAnswered === false} onClick={submit}>
        {confirm}
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={onOpenChange} title={title} description={text} footer={footer} onConfirm={submit}>
      <Field label={label} error={tried && missing ? required : null}>
        {(control) => (
          <TextArea
            {...control}
            value={reason}
            maxLength={maxLength}
            autoFocus
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <CoordinateWarning text={reason} />
      {question?.asked}
    </Dialog>
  );
};

/** Asks for a typed reason before something that is logged. */
export const ReasonDialog = ({ open, ...form }: Props) => (open ? <Form {...form} /> : null);
