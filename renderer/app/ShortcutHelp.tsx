import { VisuallyHidden } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { SEND, SHORTCUTS } from '../lib/keys.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './ShortcutHelp.module.css';

type Props = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

/** What sends is no key of the screen: it belongs to where one writes. */
const SHOWN = [...SHORTCUTS, { name: 'send', shown: [SEND] }] as const;

export const ShortcutHelp = ({ open, onOpenChange }: Props) => {
  const { t } = useTranslation('common');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('keys.title')} description={t('keys.hint')}>
      <dl className={styles['list']}>
        {SHOWN.map(({ name, shown }) => (
          <div key={name} className={styles['row']}>
            <dt>{t(`keys.${name}`)}</dt>
            <dd className={styles['keys']}>
              {shown.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
              <VisuallyHidden.Root>{shown.join(' ')}</VisuallyHidden.Root>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
};
