import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../stores/record.ts';
import { useDirectory } from '../../stores/session.ts';
import { SinceBar } from './SinceBar.tsx';

/** More orders than these are counted and not listed: a bar that names hundreds would leave no room for the incidents. */
const NAMED = 4;

type Props = { /** Names no order: for a locked screen. */ readonly unnamed?: boolean };

/** While the server cannot watch over an order: nothing rings for its people, and a quiet screen must not say that all is well. */
export const UnwatchedBar = ({ unnamed = false }: Props) => {
  const { t } = useTranslation('common');
  const unwatched = useRecord((state) => state.world.unwatched);
  const { orderById } = useDirectory();
  const since_ms = unwatched.size === 0 ? null : Math.min(...unwatched.values());
  const named = [...unwatched.keys()].slice(0, NAMED);
  const more = unnamed ? 0 : unwatched.size - named.length;
  const orders = named.map((id) => orderById.get(id)?.order.number ?? id).join(', ');
  const title = unnamed ? t('unwatchedBar.count', { count: unwatched.size }) : t('unwatchedBar.title', { orders });
  const count = more === 0 ? undefined : t('unwatchedBar.more', { count: more });
  const said = { title, count, explained: t('unwatchedBar.explained') };
  return <SinceBar name="unwatched-bar" icon={EyeOff} since_ms={since_ms} clock="server" {...said} />;
};
