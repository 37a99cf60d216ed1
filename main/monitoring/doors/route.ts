import type { Answer } from './answers.ts';

/** What a route is given of a request, however it came. */
export type Asked = {
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  readonly body: string;
  /** Token of the Authorization header, be it Bearer or the password of Basic. */
  readonly bearer: string | null;
  /** User of a Basic Authorization header: OwnTracks names the device nowhere else. */
  readonly user: string | null;
};

export type Route = (asked: Asked) => Answer | Promise<Answer>;
