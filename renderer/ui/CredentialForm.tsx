import type { FormEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './CredentialForm.module.css';
import { Field, Input } from './Field.tsx';

type Props = {
  readonly label: string;
  /** What came of the last try, or why one is asked; null for nothing. */
  readonly message: string | null;
  readonly isError: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
};

/** A form that asks who somebody is. */
export const CredentialForm = ({ label, message, isError, onSubmit, children }: Props) => {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void onSubmit();
  };
  return (
    <form className={styles['form']} onSubmit={submit} aria-label={label}>
      <div role={isError ? 'alert' : 'status'} className={styles['message']} data-shown={message !== null}>
        {message}
      </div>
      {children}
    </form>
  );
};

export const UsernameField = ({ ref }: { readonly ref: Ref<HTMLInputElement> }) => {
  const { t } = useTranslation('common');
  return (
    <Field label={t('signIn.username')}>
      {(control) => (
        <Input
          {...control}
          ref={ref}
          className={styles['control']}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={60}
        />
      )}
    </Field>
  );
};

export const PasswordField = ({ ref }: { readonly ref: Ref<HTMLInputElement> }) => {
  const { t } = useTranslation('common');
  return (
    <Field label={t('signIn.password')}>
      {(control) => (
        <Input
          {...control}
          ref={ref}
          className={styles['control']}
          name="password"
          type="password"
          // A control-room machine is shared: nothing may offer to keep the password.
          autoComplete="off"
          maxLength={200}
        />
      )}
    </Field>
  );
};
