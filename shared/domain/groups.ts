import { z } from 'zod';

/** By what devices are grouped, as the policy names it (`outage.groups`): `carrier`, `model`, `form`. */
export const GroupName = z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'a name of 1-30 small letters, digits and -');
/** What the devices of one group have in common, such as the carrier's name. */
export const GroupValue = z.string().trim().min(1).max(40);

/** Devices that can fail together; null for all that are watched over. */
export const DeviceGroup = z.strictObject({ by: GroupName, value: GroupValue }).readonly().nullable();
export type DeviceGroup = z.infer<typeof DeviceGroup>;

/** The same text for the same group, and another for every other. */
export const groupKey = (group: DeviceGroup): string => (group === null ? '' : `${group.by} ${group.value}`);

/** The groups that a device belongs to, of those that the policy names; all devices are not among them. */
export const groupsOf = (
  { groups }: { readonly groups?: Readonly<Record<string, string>> | undefined },
  names: readonly string[],
): readonly Exclude<DeviceGroup, null>[] =>
  names.flatMap((by) => {
    const value = groups?.[by];
    return value === undefined ? [] : [{ by, value }];
  });
