import { useTranslation } from 'react-i18next';
import { modeOf, useSession } from '../../stores/session.ts';
import { Badge } from '../../ui/Badge.tsx';

/** Says whether the people on the screen are real. Where they are not, it stands out; where nobody knows, it says nothing. */
export const ModeBadge = () => {
  const { t } = useTranslation('common');
  const mode = useSession(modeOf);
  if (mode === 'unknown') return null;
  return (
    <span data-mode={mode} title={mode === 'demo' ? t('mode.demoExplained') : undefined}>
      <Badge tone={mode === 'demo' ? 'strong' : 'outline'}>{t(`mode.${mode}`)}</Badge>
    </span>
  );
};
