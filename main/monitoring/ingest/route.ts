import type { Answer } from './answers.ts';

/** What a route is given of a request, however it came. */
export type Asked = {
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  readonly body: string;
  /** Token of the Authorization header. */
  readonly bearer: string | null;
};

export type Route = (asked: Asked) => Answer;
