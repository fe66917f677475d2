import { Controller, Inject, Res } from '@nestjs/common';
import { getOperation, getOverview, listOperations, listWorkers, type JobsContext } from '@weir/jobs';
import { trusted, type JobId } from '@weir/kernel';
import type { InputOf } from '../contract/endpoint.ts';
import * as contract from '../contract/platform.endpoints.ts';
import { datedPage, pageBody } from '../http/cursor.ts';
import { EventStreams } from '../events/event-streams.ts';
import { Handles, Input } from '../http/handles.ts';
import type { HttpResponse } from '../http/http-messages.ts';
import { PrometheusMetrics } from '../metrics/prometheus-metrics.ts';
import { connectorBodies } from '../respond/connector.response.ts';
import { operationBody, overviewBody, workerBody } from '../respond/platform.response.ts';
import { jobsContext } from '../tokens.ts';
import { version } from '../version.ts';

@Controller()
export class PlatformController {
  constructor(
    @Inject(jobsContext) private readonly context: JobsContext,
    private readonly streams: EventStreams,
    private readonly prometheus: PrometheusMetrics,
  ) {}

  @Handles(contract.listOperations)
  async operations(@Input() { query }: InputOf<typeof contract.listOperations>): Promise<unknown> {
    const jobId = query.jobId === undefined ? null : trusted<JobId>(query.jobId);
    return pageBody(await listOperations(this.context, datedPage(query), jobId), operationBody);
  }

  @Handles(contract.getOperation)
  async operation(@Input() { params }: InputOf<typeof contract.getOperation>): Promise<unknown> {
    return operationBody(await getOperation(this.context, params.operationId));
  }

  @Handles(contract.streamEvents)
  async events(
    @Input() { query, headers }: InputOf<typeof contract.streamEvents>,
    @Res() response: HttpResponse,
  ): Promise<void> {
    // A look at the headers takes no place among the streams.
    if (response.req.method === 'HEAD') {
      response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
      response.end();
      return;
    }
    const jobId = query.jobId === undefined ? null : trusted<JobId>(query.jobId);
    await this.streams.serve({ jobId, after: headers.lastEventId ?? query.lastEventId ?? null, response });
  }

  @Handles(contract.listWorkers)
  async workers(): Promise<unknown> {
    return { items: (await listWorkers(this.context)).map(workerBody), nextCursor: null };
  }

  @Handles(contract.getOverview)
  async overview(): Promise<unknown> {
    return overviewBody(await getOverview(this.context), version);
  }

  @Handles(contract.listConnectors)
  connectors(): unknown {
    return { items: connectorBodies(), nextCursor: null };
  }

  @Handles(contract.getHealth)
  health(): unknown {
    return { status: 'ok' };
  }

  @Handles(contract.getReadiness)
  async readiness(): Promise<unknown> {
    await this.context.store.ping();
    return { status: 'ready', database: 'up' };
  }

  @Handles(contract.getPrometheus)
  async metrics(): Promise<string> {
    return this.prometheus.text();
  }
}
