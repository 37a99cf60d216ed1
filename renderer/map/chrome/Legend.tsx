import { ChevronDown, ChevronUp } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useSession } from '../../stores/session.ts';
import type { UnitStatus } from '../../../shared/domain/units.ts';
import type { IconSpec } from '../icons/atlas.ts';
import { mapText } from '../text.ts';
import { IconPicture } from './IconPicture.tsx';
import styles from './Legend.module.css';

const OFFENDER: IconSpec = { type: 'offender', code: 3, hollow: false };
const VICTIM: IconSpec = { type: 'victim', hollow: false };
const SILENT: IconSpec = { type: 'offender', code: 3, hollow: true };
const STATUSES: readonly UnitStatus[] = ['available', 'dispatched', 'en-route', 'on-scene', 'clear', 'out-of-service'];
const PATROLS = STATUSES.map((status) => ({ type: 'patrol', kind: 'car', status, bright: true }) as const);
const KINDS = (['car', 'motorbike', 'foot'] as const).map(
  (kind) => ({ type: 'patrol', kind, status: 'available', bright: true }) as const,
);
const PLACES = (['police-box', 'hospital', 'station-office', 'shop-24h'] as const).map(
  (kind) => ({ type: 'place', kind, goal: false }) as const,
);

const Row = ({ picture, children }: { readonly picture: ReactNode; readonly children: ReactNode }) => (
  <li>
    <span className={styles['picture']}>{picture}</span>
    <span>{children}</span>
  </li>
);

/** What the shapes mean; collapsed until asked for. */
export const Legend = () => {
  const [open, setOpen] = useState(false);
  const text = mapText(useSession((state) => state.settings.locale));
  const item = text.legendItems;
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen} className={styles['legend']}>
      <Collapsible.Content className={styles['content']}>
        <ul>
          <Row picture={<IconPicture spec={OFFENDER} size={26} />}>{item.offender}</Row>
          <Row picture={<IconPicture spec={VICTIM} size={26} />}>{item.victim}</Row>
          <Row picture={<IconPicture spec={SILENT} size={26} />}>{item.silent}</Row>
          <Row picture={<i className={styles['disc']} />}>{item.disc}</Row>
          <Row picture={<i className={styles['rings']} />}>{item.tiers}</Row>
          <Row picture={<i className={styles['zone']} />}>{item.zones}</Row>
          <Row picture={<i className={styles['escape']} />}>{item.escape}</Row>
          {KINDS.map((spec) => (
            <Row key={spec.kind} picture={<IconPicture spec={spec} size={24} />}>
              {text.kind[spec.kind]}
            </Row>
          ))}
        </ul>
        <ul>
          {PATROLS.map((spec) => (
            <Row key={spec.status} picture={<IconPicture spec={spec} size={24} />}>
              {text.status[spec.status]}
            </Row>
          ))}
          {PLACES.map((spec) => (
            <Row key={spec.kind} picture={<IconPicture spec={spec} size={20} />}>
              {text.place[spec.kind]}
            </Row>
          ))}
        </ul>
        <p>
          {item.colour}. {item.fade}.
        </p>
      </Collapsible.Content>
      <Collapsible.Trigger className={styles['trigger']}>
        {text.legend}
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />}
      </Collapsible.Trigger>
    </Collapsible.Root>
  );
};
