import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnlockRefusal } from '../../../shared/api/lock.ts';
import { getApi } from '../../bridge/index.ts';
import { signOut } from '../../stores/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { CredentialForm, PasswordField } from '../../ui/CredentialForm.tsx';

type Props = { readonly linkIsUp: boolean };

type UnlockError = UnlockRefusal | 'failed';

/** Asks for the password of whoever is signed in; the server judges it, and an event of the console process opens the lock. */
export const UnlockForm = ({ linkIsUp }: Props) => {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<UnlockError | null>(null);
  const password = useRef<HTMLInputElement>(null);

  // There is nothing else to do: typing may begin at once.
  useEffect(() => password.current?.focus(), []);

  const judge = async (secret: string): Promise<UnlockError | null> => {
    if (secret === '') return 'invalid';
    try {
      const answer = await getApi().call('unlock', { password: secret });
      return answer.ok ? null : answer.error;
    } catch {
      return 'failed';
    }
  };
  const onSubmit = async (): Promise<void> => {
    const field = password.current;
    if (field === null || busy) return;
    setBusy(true);
    setError(null);
    const refused = await judge(field.value);
    setBusy(false);
    setError(refused);
    field.value = '';
    field.focus();
  };

  return (
    <CredentialForm
      label={t('lock.title')}
      message={error === null ? null : t(`lock.error.${error}`)}
      isError={error !== null}
      onSubmit={onSubmit}
    >
      <PasswordField ref={password} />
      <Button type="submit" variant="primary" size="l" busy={busy}>
        {busy ? t('signIn.busy') : t('lock.submit')}
      </Button>
      {/* Without the link nobody could sign in after it. */}
      <Button variant="quiet" disabled={!linkIsUp} title={t('lock.otherHint')} onClick={() => void signOut()}>
        {t('lock.other')}
      </Button>
    </CredentialForm>
  );
};
