import { join } from 'node:path';
import { deviceToken } from '../../../main/monitoring/doors/tokens.ts';
import { loadSecret } from '../../../main/monitoring/store/sqlite/secret.ts';
import type { Jikim } from '../harness.ts';

/** What a device tells that is no place. */
type Happening = 'strap-tamper' | 'battery-low' | 'power-off' | 'jamming';

/** Surnames of the twenty offenders and victims, in the order of the scenario's file. */
const SURNAMES = '강고공곽구권김나노류도마문민박방배백서손';

/** How the offender of the nth order is called, from 1. */
export const offenderOf = (order: number): string => `가해자 ${SURNAMES[order - 1] ?? ''}가명`;

/** The doors for devices of a running server, as the devices of the scenario use them. */
export const devicesOf = ({ dataDir, serverPort }: Jikim) => {
  const { devices: key } = loadSecret(join(dataDir, 'server'));
  const post = async (path: string, deviceId: string, more: object): Promise<void> => {
    const body = JSON.stringify({ deviceId, token: deviceToken(key, deviceId), ...more });
    const answer = await fetch(`http://127.0.0.1:${serverPort}/${path}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`${path} of ${deviceId}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  return {
    /** The victim of the nth order presses the button. */
    press: (order: number): Promise<void> => post('sos', `phone-${order}`, {}),
    /** The offender's device of the nth order tells something. */
    tell: (order: number, kind: Happening): Promise<void> => post('events', `bracelet-${order}`, { kind }),
  };
};
