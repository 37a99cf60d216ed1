import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { PersonId } from '../../../../shared/domain/ids.ts';
import { languageOf } from '../../../../shared/domain/orders.ts';
import { personName } from '../../../lib/alertWords.ts';
import { isSend, useShortcut } from '../../../lib/keys.ts';
import { isWaiting } from '../../../lib/pending.ts';
import { useWords } from '../../../lib/words.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { Button } from '../../../ui/Button.tsx';
import { CoordinateWarning } from '../../../ui/CoordinateWarning.tsx';
import { TextArea } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import type { BoxProps } from './box.ts';
import styles from './compose.module.css';

/** Texts ready to be sent, in the victim's language; each fills the box, so that what goes out has been seen. */
const QUICK = ['wait', 'lock', 'move', 'safe'] as const;

/** A message to the victim's own device. */
export const MessageBox = ({ model, text, onText, focused }: BoxProps) => {
  const words = useWords();
  const { t } = words;
  const { incident, index, people, outbox } = model;
  const victims = people.order?.victims ?? [];
  const box = useRef<HTMLTextAreaElement>(null);
  useShortcut('message', () => box.current?.focus());
  const [chosen, setChosen] = useState<PersonId | null>(null);
  const victim = chosen ?? people.victim?.id ?? victims[0];
  const reader = victim === undefined ? undefined : index.personById.get(victim)?.person;
  const hers = { lng: languageOf(reader ?? {}) };
  const send = async (): Promise<void> => {
    const said = text.trim();
    if (said === '' || victim === undefined) return;
    const message = { type: 'text', text: said } as const;
    if (await sendCommand({ kind: 'guidance.send', incidentId: incident.id, victim, message })) onText('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (!isSend(event)) return;
    event.preventDefault();
    void send();
  };
  return (
    <>
      <div className={styles['chips']} role="group" aria-label={t('message.quick')}>
        {QUICK.map((key) => (
          <button
            key={key}
            type="button"
            className={styles['chip']}
            title={t(`message.text.${key}`)}
            onClick={() => onText(t(`message.text.${key}`, hers))}
          >
            {t(`message.short.${key}`)}
          </button>
        ))}
      </div>
      {victims.length > 1 && victim !== undefined && (
        <Select
          label={t('message.to')}
          value={victim}
          options={victims.map((id) => ({ value: id, label: personName(words, index, id) }))}
          onChange={setChosen}
        />
      )}
      <div className={styles['write']}>
        <TextArea
          ref={box}
          className={styles['text'] ?? ''}
          value={text}
          maxLength={400}
          autoFocus={focused}
          aria-label={t('message.label')}
          placeholder={t('message.placeholder')}
          title={t('message.hint')}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          className={styles['send']}
          disabled={text.trim() === '' || victim === undefined}
          busy={isWaiting(outbox, 'guidance.send', { incidentId: incident.id })}
          onClick={() => void send()}
        >
          {t('message.send')}
        </Button>
      </div>
      <CoordinateWarning text={text} />
    </>
  );
};
