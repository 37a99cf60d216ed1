import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { Boundary } from '../../ui/Boundary.tsx';
import coded from './coded.module.css';
import styles from './queue.module.css';

type Props = {
  readonly incident: Pick<Incident, 'id' | 'code'>;
  readonly selected: boolean;
  readonly isDense: boolean;
  readonly className?: string | undefined;
  /** The incident stands in another row too. */
  readonly isRepeated?: boolean;
  readonly onSelect: () => void;
};

/** In place of a row that cannot be drawn: its code, and the way to its incident. */
const BareRow = ({ incident, selected, isDense, className, isRepeated = false, onSelect }: Props) => {
  const { t } = useTranslation('common');
  return (
    <li className={className} data-repeated={isRepeated}>
      <button
        type="button"
        className={clsx(styles[isDense ? 'bareLine' : 'row'], coded['coded'])}
        data-incident={incident.id}
        data-code={incident.code}
        aria-current={selected}
        onClick={onSelect}
      >
        {t('crash.row', { code: incident.code })}
      </button>
    </li>
  );
};

/** Keeps an incident that cannot be shown from taking the other rows along. */
export const RowAlone = ({ children, ...row }: Props & { readonly children: ReactNode }) => (
  <Boundary again renderFallback={() => <BareRow {...row} />}>
    {children}
  </Boundary>
);
