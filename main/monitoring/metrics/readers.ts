import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** An address, or all that begin with the same `prefix` bits. */
export type Network = { readonly address: string; readonly family: 'ipv4' | 'ipv6'; readonly prefix: number };

/** Reads `10.1.2.3`, `10.1.0.0/16` or `fd00::/8`. */
export const parseNetwork = (text: string): Result<Network, string> => {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(prefix <= longest))
    return err('must be an address or a network, as 10.1.0.0/16');
  return ok({ address, family: version === 4 ? 'ipv4' : 'ipv6', prefix });
};

const listOf = (networks: readonly Network[]): ((address: string) => boolean) => {
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family);
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
};

const isLoopbackAddress = listOf([
  { address: '127.0.0.0', family: 'ipv4', prefix: 8 },
  { address: '::1', family: 'ipv6', prefix: 128 },
]);
const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || isLoopbackAddress(name.replace(/^\[(.*)\]$/, '$1'));

/**
 * What a proxy adds. One on this machine passes on what others ask, and its own address says nothing of them. A proxy that adds none of these
 * and sends the upstream's Host cannot be told from a reader of this machine: docs/operations.md says what to do about that.
 */
const FORWARDED = [
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
] as const;

/** A page in a browser of this machine may reach the server by a name of its own that leads here; it is not for pages. */
const isAskedHere = ({ headers }: IncomingMessage): boolean =>
  isLoopbackName(URL.parse(`http://${headers.host ?? ''}`)?.hostname ?? '') &&
  FORWARDED.every((name) => headers[name] === undefined);

/**
 * Who may read the server's figures: whoever asks from this machine, while the server listens here only; and those that a deployment names.
 * A server that listens elsewhere is reached by every phone, so that there nobody is let in unnamed. Naming the loopback interface
 * lets in programs on this machine, not everybody whom a proxy on it serves: `Host` and headers are looked at there all the same.
 */
export const createReaders = (host: string, named: readonly Network[]): ((request: IncomingMessage) => boolean) => {
  const isNamed = listOf(named);
  const listensHere = isLoopbackName(host);
  return (request) => {
    const address = request.socket.remoteAddress ?? '';
    return isLoopbackAddress(address) ? (listensHere || isNamed(address)) && isAskedHere(request) : isNamed(address);
  };
};
