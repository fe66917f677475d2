import { routeOfRequest } from '../http/handles.ts';
import type { HttpRequest, HttpResponse } from '../http/http-messages.ts';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

/** A middleware that measures every answer. */
export function measureRequests(metrics: PrometheusMetrics) {
  return (request: HttpRequest, response: HttpResponse, next: () => void): void => {
    const beganAt = performance.now();
    response.once('finish', () => {
      const seconds = (performance.now() - beganAt) / 1_000;
      metrics.observe({
        method: request.method ?? '',
        route: routeOfRequest(request),
        status: response.statusCode,
        seconds,
      });
    });
    next();
  };
}
