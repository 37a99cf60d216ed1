import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Digest } from '../../shared/domain/ids.ts';
import { shortFingerprint } from '../lib/format.ts';
import { Button } from './Button.tsx';
import styles from './Fingerprint.module.css';

type Props = { readonly value: Digest; readonly whole?: boolean };

/** A key's fingerprint: its first digits to look at, all of it to copy. */
export const Fingerprint = ({ value, whole = false }: Props) => {
  const { t } = useTranslation('common');
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      setCopied(false); // refused by the browser: the digits can still be selected
    }
  };
  return (
    <span className={styles['fingerprint']}>
      <code title={value}>{whole ? value : shortFingerprint(value)}</code>
      <Button size="s" onClick={() => void copy()}>
        {t(copied ? 'log.copied' : 'log.copy')}
      </Button>
    </span>
  );
};
