import { Controller, Inject } from '@nestjs/common';
import {
  deleteSavepoint,
  getCheckpoint,
  getCheckpointConfig,
  getSavepoint,
  listCheckpoints,
  listSavepoints,
  summarizeCheckpoints,
  triggerSnapshot,
  updateSavepoint,
  type JobsContext,
} from '@weir/jobs';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import * as contract from '../contract/checkpoints.endpoints.ts';
import type { InputOf } from '../contract/endpoint.ts';
import { getCheckpointConfig as configEndpoint } from '../contract/jobs.endpoints.ts';
import { datedPage, numberedPage, pageBody } from '../http/cursor.ts';
import { Handles, Input } from '../http/handles.ts';
import type { Reply } from '../http/reply.ts';
import {
  checkpointConfigBody,
  checkpointDetailBody,
  checkpointPageBody,
  savepointBody,
} from '../respond/checkpoint.response.ts';
import { acceptedReply, idempotencyOf } from '../respond/replies.ts';
import { jobsContext } from '../tokens.ts';

const id = (text: string): JobId => trusted<JobId>(text);

@Controller()
export class CheckpointsController {
  constructor(@Inject(jobsContext) private readonly context: JobsContext) {}

  @Handles(contract.listCheckpoints)
  async list(@Input() { params, query }: InputOf<typeof contract.listCheckpoints>): Promise<unknown> {
    const { status, kind, runId } = query;
    const filter = { status, kind, runId: runId === undefined ? undefined : trusted<RunId>(runId) };
    return checkpointPageBody(
      await listCheckpoints(this.context, id(params.jobId), { page: numberedPage(query), filter }),
    );
  }

  @Handles(contract.getCheckpointSummary)
  async summary(@Input() { params }: InputOf<typeof contract.getCheckpointSummary>): Promise<unknown> {
    return summarizeCheckpoints(this.context, id(params.jobId));
  }

  @Handles(configEndpoint)
  async config(@Input() { params }: InputOf<typeof configEndpoint>): Promise<unknown> {
    return checkpointConfigBody(await getCheckpointConfig(this.context, id(params.jobId)));
  }

  @Handles(contract.getCheckpoint)
  async get(@Input() { params }: InputOf<typeof contract.getCheckpoint>): Promise<unknown> {
    return checkpointDetailBody(await getCheckpoint(this.context, id(params.jobId), params.checkpointId));
  }

  @Handles(contract.triggerCheckpoint)
  async trigger(@Input() { params, ...input }: InputOf<typeof contract.triggerCheckpoint>): Promise<Reply> {
    const request = {
      jobId: id(params.jobId),
      kind: 'CHECKPOINT',
      payload: {},
      idempotency: idempotencyOf(input),
    } as const;
    return acceptedReply(await triggerSnapshot(this.context, request));
  }

  @Handles(contract.triggerSavepoint)
  async triggerSavepoint(
    @Input() { params, body, ...input }: InputOf<typeof contract.triggerSavepoint>,
  ): Promise<Reply> {
    const payload = { directory: body.directory ?? null, name: body.name ?? '', note: body.note ?? '' };
    const request = { jobId: id(params.jobId), kind: 'SAVEPOINT', payload, idempotency: idempotencyOf(input) } as const;
    return acceptedReply(await triggerSnapshot(this.context, request));
  }

  @Handles(contract.listJobSavepoints)
  async jobSavepoints(@Input() { params, query }: InputOf<typeof contract.listJobSavepoints>): Promise<unknown> {
    return pageBody(await listSavepoints(this.context, datedPage(query), id(params.jobId)), savepointBody);
  }

  @Handles(contract.listSavepoints)
  async savepoints(@Input() { query }: InputOf<typeof contract.listSavepoints>): Promise<unknown> {
    return pageBody(await listSavepoints(this.context, datedPage(query), null), savepointBody);
  }

  @Handles(contract.getSavepoint)
  async savepoint(@Input() { params }: InputOf<typeof contract.getSavepoint>): Promise<unknown> {
    return savepointBody(await getSavepoint(this.context, params.savepointId));
  }

  @Handles(contract.patchSavepoint)
  async patchSavepoint(@Input() { params, body }: InputOf<typeof contract.patchSavepoint>): Promise<unknown> {
    return savepointBody(await updateSavepoint(this.context, params.savepointId, body));
  }

  @Handles(contract.deleteSavepoint)
  async deleteSavepoint(@Input() { params }: InputOf<typeof contract.deleteSavepoint>): Promise<void> {
    await deleteSavepoint(this.context, params.savepointId);
  }
}
