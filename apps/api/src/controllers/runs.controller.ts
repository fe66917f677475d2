import { Controller, Inject } from '@nestjs/common';
import { getGraph, getMetrics, getRun, listExceptions, listRuns, readOutput, type JobsContext } from '@weir/jobs';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { InputOf } from '../contract/endpoint.ts';
import * as contract from '../contract/runs.endpoints.ts';
import { numberedPage, pageBody } from '../http/cursor.ts';
import { Handles, Input } from '../http/handles.ts';
import { graphBody, metricsBody } from '../respond/job.response.ts';
import { exceptionBody, outputBody, runDetailBody } from '../respond/run.response.ts';
import { jobsContext } from '../tokens.ts';
import { outputPosition } from './output-position.ts';

const id = (text: string): JobId => trusted<JobId>(text);

@Controller()
export class RunsController {
  constructor(@Inject(jobsContext) private readonly context: JobsContext) {}

  @Handles(contract.listRuns)
  async list(@Input() { params, query }: InputOf<typeof contract.listRuns>): Promise<unknown> {
    return pageBody(await listRuns(this.context, id(params.jobId), numberedPage(query)), runDetailBody);
  }

  @Handles(contract.getRun)
  async get(@Input() { params }: InputOf<typeof contract.getRun>): Promise<unknown> {
    return runDetailBody(await getRun(this.context, id(params.jobId), trusted<RunId>(params.runId)));
  }

  @Handles(contract.listExceptions)
  async exceptions(@Input() { params, query }: InputOf<typeof contract.listExceptions>): Promise<unknown> {
    return pageBody(await listExceptions(this.context, id(params.jobId), numberedPage(query)), exceptionBody);
  }

  @Handles(contract.getGraph)
  async graph(@Input() { params }: InputOf<typeof contract.getGraph>): Promise<unknown> {
    return graphBody(await getGraph(this.context, id(params.jobId)));
  }

  @Handles(contract.getMetrics)
  async metrics(@Input() { params }: InputOf<typeof contract.getMetrics>): Promise<unknown> {
    return metricsBody(await getMetrics(this.context, id(params.jobId)));
  }

  @Handles(contract.getOutput)
  async output(@Input() { params, query }: InputOf<typeof contract.getOutput>): Promise<unknown> {
    const request = { after: outputPosition(query.cursor), limit: query.limit, operator: query.operator ?? null };
    return outputBody(await readOutput(this.context, id(params.jobId), request), query.cursor ?? null);
  }
}
