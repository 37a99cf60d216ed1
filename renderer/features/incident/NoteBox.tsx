import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { PendingCommand } from '../../../shared/api/contract.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useShortcut } from '../../lib/keys.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { looksLikeCoordinate } from './coordinates.ts';
import styles from './incident.module.css';

type Props = { readonly incidentId: IncidentId; readonly outbox: readonly PendingCommand[] };

/** A note for the record. The text stays in the box until the console has it on disk. */
export const NoteBox = ({ incidentId, outbox }: Props) => {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  useShortcut('note', () => box.current?.focus());
  const coordinate = looksLikeCoordinate(text);
  const add = async (): Promise<void> => {
    const note = text.trim();
    if (note === '') return;
    if (await sendCommand({ kind: 'note.add', incidentId, text: note })) setText('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void add();
  };
  return (
    <div className={styles['note']}>
      <TextArea
        ref={box}
        className={styles['noteText'] ?? ''}
        value={text}
        maxLength={4000}
        aria-label={t('note.label')}
        aria-describedby={id}
        placeholder={t('note.placeholder')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles['noteFoot']}>
        <p id={id} className={coordinate ? styles['warn'] : styles['small']} role={coordinate ? 'status' : undefined}>
          {coordinate ? t('note.coordinate') : t('note.hint')}
        </p>
        <Button
          size="s"
          shortcut="N"
          disabled={text.trim() === ''}
          busy={isWaiting(outbox, 'note.add', { incidentId })}
          onClick={() => void add()}
        >
          {t('note.add')}
        </Button>
      </div>
    </div>
  );
};
