import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { CredentialForm, PasswordField, UsernameField } from '../../ui/CredentialForm.tsx';
import { DemoAccounts } from './DemoAccounts.tsx';
import { useSignIn } from './useSignIn.ts';

export const SignInForm = () => {
  const { t } = useTranslation('common');
  const { busy, error, submit } = useSignIn();
  const ended = useSession((state) => state.ended);
  const demo = useSession((state) => state.shell?.demo ?? false);
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  // The page has nothing else to do: typing may begin at once.
  useEffect(() => username.current?.focus(), []);

  const onSubmit = async (): Promise<void> => {
    const [name, secret] = [username.current, password.current];
    if (name === null || secret === null) return;
    await submit(name.value.trim(), secret.value);
    secret.value = '';
    secret.focus();
  };
  const fill = (account: { readonly username: string; readonly password: string }): void => {
    if (username.current !== null) username.current.value = account.username;
    if (password.current !== null) {
      password.current.value = account.password;
      password.current.focus();
    }
  };
  const message = error === null ? (ended === null ? null : t(`signIn.ended.${ended}`)) : t(`signIn.error.${error}`);

  return (
    <CredentialForm label={t('signIn.title')} message={message} isError={error !== null} onSubmit={onSubmit}>
      <UsernameField ref={username} />
      <PasswordField ref={password} />
      <Button type="submit" variant="primary" size="l" busy={busy}>
        {busy ? t('signIn.busy') : t('signIn.submit')}
      </Button>
      {demo && <DemoAccounts onChoose={fill} />}
    </CredentialForm>
  );
};
