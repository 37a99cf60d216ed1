import { z } from 'zod';

const Accepted = z.object({ accepted: z.number() });

/**
 * Posts positions to a server.
 * @returns how many it took.
 * @throws Error with the server's own line when it refuses them.
 */
export const post = async (url: string, body: object): Promise<number> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}: ${(await response.text()).trim()}`);
  return Accepted.parse(await response.json()).accepted;
};
