import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../lib/keys.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { returnedOf } from './model.ts';
import { ReturnedRows } from './ReturnedRows.tsx';
import styles from '../../ui/notice.module.css';

/** What was ordered and not carried out, in one place: until each is given again or discarded. It opens nothing by itself. */
export const ReturnedBar = () => {
  const { t } = useTranslation('common');
  const commands = returnedOf(useSession((state) => state.outbox));
  const [isOpen, setOpen] = useState(false);
  const count = commands.length;
  useShortcut('returned', () => setOpen(true), count > 0);
  const kinds = [...new Set(commands.map(({ body }) => t(`command.${body.kind}`)))];
  return (
    <>
      <div role="alert">
        {count > 0 && (
          <div className={styles['bar']} data-testid="returned-bar">
            <Undo2 size={18} aria-hidden />
            <strong>{t('returned.title', { count })}</strong>
            <span>{kinds.join(', ')}</span>
            <Button size="s" onClick={() => setOpen(true)}>
              {t('returned.look')} <Kbd>O</Kbd>
            </Button>
          </div>
        )}
      </div>
      <Dialog
        open={isOpen && count > 0}
        onOpenChange={setOpen}
        wide
        title={t('returned.title', { count })}
        description={t('returned.description')}
        footer={<Button onClick={() => setOpen(false)}>{t('returned.later')}</Button>}
      >
        <ReturnedRows commands={commands} withIncident />
      </Dialog>
    </>
  );
};
