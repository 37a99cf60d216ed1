import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NotExtended } from '../../../shared/api/contract.ts';
import { getApi } from '../../bridge/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CredentialForm, PasswordField } from '../../ui/CredentialForm.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

type Props = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

const extend = async (password: string): Promise<NotExtended | 'failed' | null> => {
  if (password === '') return 'invalid';
  try {
    const answer = await getApi().call('extendSession', { password });
    return answer.ok ? null : answer.error;
  } catch {
    return 'failed';
  }
};

/** Asks for the password that lets the session last longer. */
export const ExtendDialog = ({ open, onOpenChange }: Props) => {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<NotExtended | 'failed' | null>(null);
  const password = useRef<HTMLInputElement>(null);
  const close = (next: boolean): void => {
    setError(null);
    onOpenChange(next);
  };
  const submit = async (): Promise<void> => {
    const field = password.current;
    if (field === null || busy) return;
    setBusy(true);
    const refused = await extend(field.value);
    setBusy(false);
    if (refused === null) return close(false);
    setError(refused);
    field.value = '';
    return field.focus();
  };
  return (
    <Dialog open={open} onOpenChange={close} title={t('extend.title')} description={t('extend.description')}>
      <CredentialForm
        label={t('extend.title')}
        message={error === null ? null : t(`extend.error.${error}`)}
        isError={error !== null}
        onSubmit={submit}
      >
        <PasswordField ref={password} />
        <Button type="submit" variant="primary" size="l" busy={busy}>
          {t('extend.submit')}
        </Button>
      </CredentialForm>
    </Dialog>
  );
};
