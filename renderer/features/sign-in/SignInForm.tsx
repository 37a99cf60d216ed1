import { useEffect, useRef } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field, Input } from '../../ui/Field.tsx';
import { DemoAccounts } from './DemoAccounts.tsx';
import { useSignIn } from './useSignIn.ts';
import styles from './SignIn.module.css';

export const SignInForm = () => {
  const { t } = useTranslation('common');
  const { busy, error, submit } = useSignIn();
  const ended = useSession((state) => state.ended);
  const demo = useSession((state) => state.shell?.demo ?? false);
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  // The page has nothing else to do: typing may begin at once.
  useEffect(() => username.current?.focus(), []);

  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
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
    <form className={styles['form']} onSubmit={(event) => void onSubmit(event)} aria-label={t('signIn.title')}>
      <div role={error === null ? 'status' : 'alert'} className={styles['message']} data-shown={message !== null}>
        {message}
      </div>
      <Field label={t('signIn.username')}>
        {(control) => (
          <Input
            {...control}
            ref={username}
            className={styles['control']}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={60}
          />
        )}
      </Field>
      <Field label={t('signIn.password')}>
        {(control) => (
          <Input
            {...control}
            ref={password}
            className={styles['control']}
            name="password"
            type="password"
            // A control-room machine is shared: nothing may offer to keep the password.
            autoComplete="off"
            maxLength={200}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="l" busy={busy}>
        {busy ? t('signIn.busy') : t('signIn.submit')}
      </Button>
      {demo && <DemoAccounts onChoose={fill} />}
    </form>
  );
};
