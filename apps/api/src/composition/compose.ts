import { composeHost, databasePart, type Part } from '@weir/host-process';
import type { JobsContext } from '@weir/jobs';
import type { Logger } from '@weir/kernel';
import { createDataSource, Store } from '@weir/persistence';
import type { Environment } from '../config/environment.ts';
import { httpPart } from './http-part.ts';
import { createSampleJob } from './sample-job.ts';

const requestConnections = 12;

/** The API process: connections for requests, the host that every process has, and last the HTTP side. */
export function composeApi(environment: Environment, logger: Logger): readonly Part[] {
  const { databaseUrl, role, hasSampleJob } = environment;
  const dataSource = createDataSource({ url: databaseUrl, poolSize: requestConnections });
  const { context: hostContext, listener, parts: hostParts } = composeHost(environment, { role, logger });
  const context: JobsContext = { ...hostContext, store: new Store(dataSource) };
  return [
    databasePart('connections of requests', dataSource, logger),
    ...hostParts,
    ...(hasSampleJob
      ? [{ name: 'sample job', start: () => createSampleJob(context), stop: async () => undefined }]
      : []),
    httpPart({ context, listener }, environment),
  ];
}
