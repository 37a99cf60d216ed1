import type { IncomingMessage } from 'node:http';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

const MAX_BODY_BYTES = 1_048_576;

/** Reads a request's body as UTF-8, at most 1 MiB; `aborted` when the sender went away. */
export const readBody = (request: IncomingMessage): Promise<Result<string, 'too-large' | 'aborted'>> =>
  new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
      resolve(err('too-large'));
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) {
        resolve(err('too-large'));
        request.pause();
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(ok(Buffer.concat(chunks).toString('utf8'))));
    request.on('error', () => resolve(err('aborted')));
    request.on('close', () => resolve(err('aborted')));
  });
