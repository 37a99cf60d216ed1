import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { isSend, useShortcut } from '../../../lib/keys.ts';
import { isWaiting } from '../../../lib/pending.ts';
import { useWords } from '../../../lib/words.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { Button } from '../../../ui/Button.tsx';
import { CoordinateWarning } from '../../../ui/CoordinateWarning.tsx';
import { TextArea } from '../../../ui/Field.tsx';
import type { BoxProps } from './box.ts';
import styles from './compose.module.css';

/** A note for the record. The text stays in the box until the console has it on disk. */
export const NoteBox = ({ model, text, onText, focused }: BoxProps) => {
  const { t } = useWords();
  const { incident, outbox } = model;
  const box = useRef<HTMLTextAreaElement>(null);
  useShortcut('note', () => box.current?.focus());
  const add = async (): Promise<void> => {
    const note = text.trim();
    if (note === '') return;
    if (await sendCommand({ kind: 'note.add', incidentId: incident.id, text: note })) onText('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (!isSend(event)) return;
    event.preventDefault();
    void add();
  };
  return (
    <>
      <div className={styles['write']}>
        <TextArea
          ref={box}
          className={styles['text'] ?? ''}
          value={text}
          maxLength={4000}
          autoFocus={focused}
          aria-label={t('note.label')}
          placeholder={t('note.placeholder')}
          title={t('note.hint')}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          className={styles['send']}
          disabled={text.trim() === ''}
          busy={isWaiting(outbox, 'note.add', { incidentId: incident.id })}
          onClick={() => void add()}
        >
          {t('note.add')}
        </Button>
      </div>
      <CoordinateWarning text={text} />
    </>
  );
};
