import { Controller, Inject } from '@nestjs/common';
import {
  cancelJob,
  createJob,
  deleteJob,
  getJob,
  getVersion,
  listJobs,
  listVersions,
  restartJob,
  restoreJob,
  startJob,
  stopJob,
  updateSpec,
  validateJob,
  type JobsContext,
} from '@weir/jobs';
import { trusted, type JobId } from '@weir/kernel';
import type { InputOf } from '../contract/endpoint.ts';
import * as contract from '../contract/jobs.endpoints.ts';
import { datedPage, numberedPage, pageBody } from '../http/cursor.ts';
import { Handles, Input } from '../http/handles.ts';
import { Reply } from '../http/reply.ts';
import { jobBody, validationBody, versionBody, versionDetailBody } from '../respond/job.response.ts';
import { acceptedReply, createdReply, idempotencyOf, updatedReply } from '../respond/replies.ts';
import { jobsContext } from '../tokens.ts';
import { basedOn, restoreFrom, splitStart, startFrom } from './job-requests.ts';

const id = (text: string): JobId => trusted<JobId>(text);

@Controller()
export class JobsController {
  constructor(@Inject(jobsContext) private readonly context: JobsContext) {}

  @Handles(contract.createJob)
  async create(@Input() { body, ...input }: InputOf<typeof contract.createJob>): Promise<Reply> {
    return createdReply(await createJob(this.context, { ...splitStart(body), idempotency: idempotencyOf(input) }));
  }

  @Handles(contract.validateJob)
  validate(@Input() { body }: InputOf<typeof contract.validateJob>): unknown {
    return validationBody(validateJob(this.context, splitStart(body).spec));
  }

  @Handles(contract.listJobs)
  async list(@Input() { query }: InputOf<typeof contract.listJobs>): Promise<unknown> {
    const filter = { state: query.state ?? null, name: query.name ?? null };
    return pageBody(await listJobs(this.context, datedPage(query), filter), jobBody);
  }

  @Handles(contract.getJob)
  async get(@Input() { params }: InputOf<typeof contract.getJob>): Promise<unknown> {
    return jobBody(await getJob(this.context, id(params.jobId)));
  }

  @Handles(contract.deleteJob)
  async delete(@Input() { params }: InputOf<typeof contract.deleteJob>): Promise<void> {
    await deleteJob(this.context, id(params.jobId));
  }

  @Handles(contract.updateJobSpec)
  async updateSpec(@Input() { params, body, headers }: InputOf<typeof contract.updateJobSpec>): Promise<Reply> {
    return updatedReply(
      await updateSpec(this.context, { jobId: id(params.jobId), spec: body, basedOn: basedOn(headers.ifMatch) }),
    );
  }

  @Handles(contract.listJobVersions)
  async versions(@Input() { params, query }: InputOf<typeof contract.listJobVersions>): Promise<unknown> {
    return pageBody(await listVersions(this.context, id(params.jobId), numberedPage(query)), versionBody);
  }

  @Handles(contract.getJobVersion)
  async version(@Input() { params }: InputOf<typeof contract.getJobVersion>): Promise<unknown> {
    return versionDetailBody(await getVersion(this.context, id(params.jobId), params.number));
  }

  @Handles(contract.startJob)
  async start(@Input() { params, body, ...input }: InputOf<typeof contract.startJob>): Promise<Reply> {
    const { parallelism = null, allowNonRestoredState } = body;
    const options = { from: startFrom(body), parallelism, allowNonRestoredState, idempotency: idempotencyOf(input) };
    return acceptedReply(await startJob(this.context, { jobId: id(params.jobId), ...options }));
  }

  @Handles(contract.stopJob)
  async stop(@Input() { params, body, ...input }: InputOf<typeof contract.stopJob>): Promise<Reply> {
    const payload = {
      drain: body.drain,
      directory: body.directory ?? null,
      name: body.name ?? '',
      note: body.note ?? '',
    };
    return acceptedReply(
      await stopJob(this.context, { jobId: id(params.jobId), payload, idempotency: idempotencyOf(input) }),
    );
  }

  @Handles(contract.cancelJob)
  async cancel(@Input() { params, ...input }: InputOf<typeof contract.cancelJob>): Promise<Reply> {
    return acceptedReply(await cancelJob(this.context, { jobId: id(params.jobId), idempotency: idempotencyOf(input) }));
  }

  @Handles(contract.restartJob)
  async restart(@Input() { params, body, ...input }: InputOf<typeof contract.restartJob>): Promise<Reply> {
    const { parallelism = null, allowNonRestoredState } = body;
    const from = { kind: body.empty === true ? 'empty' : 'restart' } as const;
    const options = { from, parallelism, allowNonRestoredState, idempotency: idempotencyOf(input) };
    return acceptedReply(await restartJob(this.context, { jobId: id(params.jobId), ...options }));
  }

  @Handles(contract.restoreJob)
  async restore(@Input() { params, body, ...input }: InputOf<typeof contract.restoreJob>): Promise<Reply> {
    const { parallelism = null, allowNonRestoredState, claimMode } = body;
    const options = {
      from: restoreFrom(body),
      parallelism,
      allowNonRestoredState,
      claimMode,
      idempotency: idempotencyOf(input),
    };
    return acceptedReply(await restoreJob(this.context, { jobId: id(params.jobId), ...options }));
  }
}
