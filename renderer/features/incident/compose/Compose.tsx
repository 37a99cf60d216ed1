import { ToggleGroup } from 'radix-ui';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { isRunning } from '../../../../shared/domain/incidents/state.ts';
import { unreachable } from '../../../../shared/domain/result.ts';
import { useShortcut } from '../../../lib/keys.ts';
import { useWords } from '../../../lib/words.ts';
import { setDraft } from '../../../stores/drafts.ts';
import { useSession } from '../../../stores/session.ts';
import { Kbd } from '../../../ui/Kbd.tsx';
import type { PanelModel } from '../useIncident.ts';
import type { BoxProps, ComposeMode } from './box.ts';
import { CallBox } from './CallBox.tsx';
import { LastCall } from './LastCall.tsx';
import { MessageBox } from './MessageBox.tsx';
import { NoteBox } from './NoteBox.tsx';
import styles from './compose.module.css';

const KEYS = { note: 'N', call: 'C', message: 'M' } as const;

const modesFor = ({ incident, may }: PanelModel): readonly ComposeMode[] => {
  const open = incident.status !== 'closed';
  return [
    ...(open && may('note.add') ? (['note'] as const) : []),
    ...(open && may('call.log') ? (['call'] as const) : []),
    ...(isRunning(incident) && may('guidance.send') ? (['message'] as const) : []),
  ];
};

const boxOf = (mode: ComposeMode, props: BoxProps): ReactElement => {
  switch (mode) {
    case 'note':
      return <NoteBox {...props} />;
    case 'call':
      return <CallBox {...props} />;
    case 'message':
      return <MessageBox {...props} />;
    default:
      return unreachable(mode);
  }
};

type Props = {
  readonly model: PanelModel;
  readonly mode: ComposeMode;
  readonly onMode: (mode: ComposeMode) => void;
};

/** Note, call or message: one box at a time at the foot of the panel. What was begun waits there, also while another incident is looked at. */
export const Compose = ({ model, mode: asked, onMode }: Props) => {
  const { t } = useWords();
  const modes = modesFor(model);
  const mode = modes.includes(asked) ? asked : modes[0];
  const { id } = model.incident;
  const texts = useSession((state) => state.drafts.get(id));
  const [focused, setFocused] = useState(false);
  const go = (next: ComposeMode): void => {
    setFocused(true);
    onMode(next);
  };
  useShortcut('note', () => go('note'), modes.includes('note') && mode !== 'note');
  useShortcut('call', () => go('call'), modes.includes('call') && mode !== 'call');
  useShortcut('message', () => go('message'), modes.includes('message') && mode !== 'message');
  if (mode === undefined) return null;
  const choose = (chosen: string): void => {
    const next = modes.find((one) => one === chosen);
    if (next !== undefined) go(next);
  };
  return (
    <div className={styles['compose']}>
      <div className={styles['head']}>
        <ToggleGroup.Root
          type="single"
          value={mode}
          onValueChange={choose}
          aria-label={t('compose.label')}
          className={styles['modes']}
        >
          {modes.map((one) => (
            <ToggleGroup.Item key={one} value={one} className={styles['mode']}>
              {t(`compose.${one}`)} <Kbd>{KEYS[one]}</Kbd>
            </ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
        {mode === 'call' && <LastCall incidentId={model.incident.id} />}
      </div>
      {boxOf(mode, {
        ...{ model, focused, text: texts?.get(mode) ?? '' },
        onText: (text) => setDraft(id, mode, text),
      })}
    </div>
  );
};
