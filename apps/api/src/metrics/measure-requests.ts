import type { HttpRequest, HttpResponse } from '../http/http-messages.ts';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=\/)\d+(?=\/|$)/g;

/** A middleware that measures every answer, by a route without ids. */
export function measureRequests(metrics: PrometheusMetrics) {
  return (request: HttpRequest, response: HttpResponse, next: () => void): void => {
    const beganAt = performance.now();
    response.once('finish', () => {
      const path = request.originalUrl.split('?')[0] ?? '';
      // What no route answers could have any name, and would fill the registry.
      const route = response.statusCode === 404 ? 'not-found' : path.replace(idPattern, ':id').slice(0, 100);
      metrics.observe({
        method: request.method ?? '',
        route,
        status: response.statusCode,
        seconds: (performance.now() - beganAt) / 1_000,
      });
    });
    next();
  };
}
