import type { z } from 'zod';

/** First fault of a message: `field: what is wrong`. Never repeats what was sent. */
export const faultOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  if (issue === undefined) return 'body: does not fit its schema';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'body' : path}: ${issue.message}`;
};
