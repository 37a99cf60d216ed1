import { Footprints } from 'lucide-react';
import { isRunning } from '../../../../shared/domain/incidents/state.ts';
import { personName } from '../../../lib/alertWords.ts';
import { useWords } from '../../../lib/words.ts';
import { Button } from '../../../ui/Button.tsx';
import type { PanelModel } from '../useIncident.ts';
import { useGuidanceRows } from './GuidanceList.tsx';
import styles from './guidance.module.css';

type Props = { readonly model: PanelModel; readonly onCall: () => void };

/** A victim who was sent to safety and has stopped, or goes elsewhere: somebody should ask them why. */
export const FollowingBanner = ({ model, onCall }: Props) => {
  const words = useWords();
  const { t } = words;
  const { incident, index, may } = model;
  const rows = useGuidanceRows(model);
  return (
    <div role="status">
      {isRunning(incident) &&
        rows.map(({ key, victim, astray }) =>
          astray === null ? null : (
            <div key={key} className={styles['banner']} data-following={astray}>
              <Footprints size={18} aria-hidden />
              <p>
                <strong>{t(`guide.banner.${astray}`, { victim: personName(words, index, victim) })}</strong>
              </p>
              {may('call.log') && (
                <Button size="s" onClick={onCall}>
                  {t('guide.banner.call')}
                </Button>
              )}
            </div>
          ),
        )}
    </div>
  );
};
