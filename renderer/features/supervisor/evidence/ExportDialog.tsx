import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { formatBytes } from '../../../lib/format.ts';
import { SEND } from '../../../lib/keys.ts';
import { refusalWords } from '../../../lib/refusalWords.ts';
import { useDraft } from '../../../stores/drafts.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field, TextArea } from '../../../ui/Field.tsx';
import { Fingerprint } from '../../../ui/Fingerprint.tsx';
import { useExport } from './useExport.ts';
import type { ExportState } from './useExport.ts';
import styles from './evidence.module.css';

const CONTENTS = ['record', 'report', 'proofs'] as const;

const Contents = ({ positions }: { readonly positions: boolean }) => {
  const { t } = useTranslation('supervisor');
  return (
    <div>
      <p>{t('export.contains')}</p>
      <ul className={styles['contents']}>
        {CONTENTS.map((part) => (
          <li key={part}>{t(`export.part.${part}`)}</li>
        ))}
        <li>{t(positions ? 'export.part.positions' : 'export.part.noPositions')}</li>
      </ul>
    </div>
  );
};

type DoneProps = Pick<
  Extract<ExportState, { readonly phase: 'done' }>,
  'fileName' | 'size_bytes' | 'positions' | 'outcome'
>;

const Done = ({ fileName, size_bytes, positions, outcome }: DoneProps) => {
  const { t } = useTranslation('supervisor');
  const fingerprint = useSession((state) => state.log?.fingerprint ?? null);
  return (
    <div className={styles['done']} role="status">
      <p>
        <strong>{t(`export.outcome.${outcome}`, { file: fileName })}</strong>{' '}
        <span className={styles['sub']}>{formatBytes(size_bytes)}</span>
      </p>
      {positions === 'not-included' && (
        <p>
          <strong>{t('export.unopened')}</strong>
        </p>
      )}
      {fingerprint !== null && (
        <div>
          <p>{t('export.publish')}</p>
          <Fingerprint value={fingerprint} whole />
        </div>
      )}
      <div>
        <p>{t('export.verify')}</p>
        <code className={styles['command']}>
          jikim verify {fileName}
          {fingerprint === null ? '' : ` --key ${fingerprint}`}
        </code>
      </div>
    </div>
  );
};

type Props = { readonly incident: Incident; readonly onClose: () => void };

/** From the reason to the saved file, with what must be known to check it. */
export const ExportDialog = ({ incident, onClose }: Props) => {
  const { t } = useTranslation('supervisor');
  const { t: common } = useTranslation('common');
  const { state, start, saveAgain } = useExport(incident.id);
  const draft = useDraft(incident.id, 'export');
  const reason = draft.text;
  const [tried, setTried] = useState(false);
  const missing = reason.trim() === '';
  const submit = (): void => {
    setTried(true);
    if (!missing) start(reason.trim());
  };
  const making = state.phase === 'making';
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      mustAnswer={making}
      onConfirm={making || state.phase === 'done' ? undefined : submit}
      title={t('export.title')}
      description={state.phase === 'done' ? undefined : t('export.text')}
      footer={
        state.phase === 'done' ? (
          <>
            <Button onClick={saveAgain}>{t('export.again')}</Button>
            <Button variant="primary" onClick={onClose}>
              {common('close')}
            </Button>
          </>
        ) : (
          <>
            <Button disabled={making} onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button variant="primary" shortcut={SEND} busy={making} onClick={submit}>
              {t(making ? 'export.making' : 'export.confirm')}
            </Button>
          </>
        )
      }
    >
      {state.phase === 'done' ? (
        <Done
          fileName={state.fileName}
          size_bytes={state.size_bytes}
          positions={state.positions}
          outcome={state.outcome}
        />
      ) : (
        <>
          <Contents positions={incident.positionsExist} />
          <Field label={t('export.reason')} error={tried && missing ? t('export.reasonRequired') : null}>
            {(control) => (
              <TextArea
                {...control}
                value={reason}
                maxLength={400}
                autoFocus
                disabled={making}
                onChange={(event) => draft.write(event.target.value)}
              />
            )}
          </Field>
          <div role="status">
            {making && <p>{t('export.wait')}</p>}
            {state.phase === 'refused' && <p>{t('export.refused', { why: refusalWords(common, state.refusal) })}</p>}
            {state.phase === 'differs' && <p>{t('export.differs')}</p>}
            {state.phase === 'failed' && <p>{t('export.failed')}</p>}
          </div>
        </>
      )}
    </Dialog>
  );
};
