import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Counted, Metrics } from './metrics.ts';

export const METRICS_PATH = '/metrics';

/** False where the request is not for this door, or not from one of its readers, who are not told that there is anything. */
export type MetricsDoor = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** `GET /metrics`: the server's figures as Prometheus reads them. */
export const createMetricsDoor =
  (given: {
    readonly metrics: Pick<Metrics, 'text'>;
    readonly mayRead: (request: IncomingMessage) => boolean;
    readonly counted: () => Counted;
  }): MetricsDoor =>
  async (request, response) => {
    if (request.method !== 'GET' || !given.mayRead(request)) return false;
    const { type, text } = await given.metrics.text(given.counted());
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    response.end(text);
    return true;
  };
