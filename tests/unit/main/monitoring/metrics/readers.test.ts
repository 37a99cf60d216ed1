import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createReaders, parseNetwork } from '../../../../../main/monitoring/metrics/readers.ts';

const network = (text: string) => {
  const parsed = parseNetwork(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};
/** A request as far as it matters who sent it. */
const from = (remoteAddress: string, headers: Readonly<Record<string, string>> = { host: '127.0.0.1:7112' }) =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('who may read the figures', () => {
  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.9.10'])('%s, where the server listens here', (address) => {
    for (const host of ['127.0.0.1', 'localhost', '::1']) expect(createReaders(host, [])(from(address))).toBe(true);
  });

  it.each(['localhost', 'localhost:7112', '[::1]:7112', '127.0.0.1'])('whoever calls it %s', (host) => {
    expect(createReaders('127.0.0.1', [])(from('127.0.0.1', { host }))).toBe(true);
  });

  it('nobody from elsewhere, and nobody at all where phones reach the server from elsewhere', () => {
    for (const address of ['10.1.2.3', '2001:db8::1', '::ffff:10.1.2.3', '']) {
      expect(createReaders('127.0.0.1', [])(from(address))).toBe(false);
    }
    for (const host of ['0.0.0.0', '::', '10.1.2.3', 'jikim.example']) {
      expect(createReaders(host, [])(from('127.0.0.1'))).toBe(false);
    }
  });

  it.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-port',
    'x-forwarded-proto',
    'x-forwarded-server',
    'x-original-forwarded-for',
    'x-real-ip',
    'x-client-ip',
    'x-cluster-client-ip',
    'true-client-ip',
    'cf-connecting-ip',
  ])('nobody for whom a proxy of this machine asks (%s), be this machine named or not', (name) => {
    const headers = { host: '127.0.0.1:7112', [name]: '10.1.2.3' };
    expect(createReaders('127.0.0.1', [])(from('127.0.0.1', headers))).toBe(false);
    expect(createReaders('0.0.0.0', [network('127.0.0.1')])(from('127.0.0.1', headers))).toBe(false);
  });

  it.each(['evil.example:7112', 'localhost.evil.example', '127.0.0.1.evil.example', '', 'a b'])(
    'no page that has brought its browser here by a name of its own (%s), be this machine named or not',
    (host) => {
      expect(createReaders('127.0.0.1', [])(from('127.0.0.1', { host }))).toBe(false);
      expect(createReaders('0.0.0.0', [network('127.0.0.0/8')])(from('127.0.0.1', { host }))).toBe(false);
    },
  );

  it('whom a proxy elsewhere is named for: its address is all that is looked at', () => {
    const headers = { host: 'jikim.example', 'x-forwarded-for': '10.9.9.9' };
    expect(createReaders('0.0.0.0', [network('10.1.2.3')])(from('10.1.2.3', headers))).toBe(true);
  });

  it('those that a deployment names, and no other', () => {
    const mayRead = createReaders('0.0.0.0', ['10.1.0.0/16', '192.0.2.7', 'fd00::/8', '127.0.0.1'].map(network));
    const answers = [
      '10.1.255.1',
      '::ffff:10.1.2.3',
      '192.0.2.7',
      'fd12::1',
      '127.0.0.1',
      '10.2.0.1',
      '192.0.2.8',
      'fe80::1',
      '::1',
    ];
    expect(answers.map((address) => mayRead(from(address)))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each(['', 'all', '10.1.0.0/33', '10.1/16', '::/129', '10.1.0.0/', '10.1.0.0/16/8', '10.1.0.0/-1', '10.1.0.0/1e1'])(
    'refuses %j as a network',
    (text) => {
      expect(parseNetwork(text).ok).toBe(false);
    },
  );
});
