import type { DeviceGroup } from '../../shared/domain/groups.ts';
import type { Words } from './words.ts';

/** A group of devices by name: a carrier, a model; all devices; what a deployment names otherwise by its own name for it. */
export const groupWords = ({ t }: Words, group: DeviceGroup): string => {
  if (group === null) return t('outage.everybody');
  const { by, value } = group;
  switch (by) {
    case 'carrier':
    case 'model':
    case 'form':
      return t(`outage.by.${by}`, { value });
    default:
      return `${by} ${value}`;
  }
};
