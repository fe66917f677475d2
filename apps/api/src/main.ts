import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { messageOf, PlatformError } from '@weir/kernel';
import { compose, type Composition } from './composition/compose.ts';
import { createLogger } from './composition/pino-logger.ts';
import { StartError } from './composition/start-error.ts';
import { createSampleJob } from './composition/sample-job.ts';
import { loadEnvironment, type Environment } from './config/environment.ts';
import { createApp } from './create-app.ts';
import { callersOf } from './http/callers.ts';
import { version } from './version.ts';

async function main(): Promise<void> {
  const environment = readEnvironment();
  if (environment === null) return;
  const logger = createLogger(environment.logLevel);
  const composition: Composition = await compose(environment, logger);
  const app = await createApp(composition, callersOf(environment.host));
  let stopping: Promise<void> | null = null;
  const stop = (signal: string): void => {
    logger.log('info', 'Stopping: every run is suspended with a last checkpoint.', { signal });
    stopping ??= app
      .close()
      .then(() => composition.stop())
      .then(() => logger.log('info', 'Stopped.'))
      .catch((error: unknown) => logger.log('error', 'The stop was not clean.', { error: messageOf(error) }))
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  await composition.start();
  if (environment.hasSampleJob) await createSampleJob(composition.context);
  await listen(app, environment).catch(async (error: unknown) => {
    // Runs may have begun: they are suspended in order rather than dropped.
    await composition.stop();
    throw error;
  });
  logger.log('info', 'The API is ready.', {
    url: await app.getUrl(),
    role: environment.role,
    version,
    pid: process.pid,
  });
}

async function listen(app: INestApplication, { port, host }: Environment): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw isTaken ? new StartError(port, host, error) : error;
  }
}

function readEnvironment(): Environment | null {
  try {
    return loadEnvironment();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
    return null;
  }
}

main().catch((error: unknown) => {
  // What is no trouble of this machine is a fault of the program, whose place matters.
  const text =
    error instanceof Error && !(error instanceof PlatformError) ? (error.stack ?? error.message) : messageOf(error);
  process.stderr.write(`The API could not start: ${text}\n`);
  process.exit(1);
});
