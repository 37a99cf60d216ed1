import { useState } from 'react';
import type { ApiCallResult } from '../../../shared/api/contract.ts';
import { getApi } from '../../bridge/index.ts';

type Refused = Extract<ApiCallResult<'signIn'>, { readonly ok: false }>['error'];
export type SignInError = Refused | 'failed';

/** Signs in through the console process; the session itself arrives as an event. Nothing typed is kept. */
export const useSignIn = () => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SignInError | null>(null);
  const submit = async (username: string, password: string): Promise<void> => {
    if (username === '' || password === '') return setError('invalid');
    setBusy(true);
    setError(null);
    try {
      const answer = await getApi().call('signIn', { username, password });
      if (!answer.ok) setError(answer.error);
    } catch {
      setError('failed');
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, submit };
};
