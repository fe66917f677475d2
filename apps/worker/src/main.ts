import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { messageOf } from '@weir/kernel';
import { readEnvironment } from './config/environment.ts';
import { stopMsMax } from './engine-host.ts';
import { openInfrastructure } from './infrastructure.ts';
import { createLogger } from './node-ports.ts';
import { WorkerModule } from './worker.module.ts';

/** Time for the connections to close after the runs are suspended. */
const closeMsMax = 15_000;

async function main(): Promise<void> {
  const environment = readEnvironment();
  const logger = createLogger(environment.logLevel);
  const infrastructure = await openInfrastructure(environment, logger);
  const app = await NestFactory.createApplicationContext(WorkerModule.of({ environment, infrastructure, logger }), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    logger.log('info', 'The worker stops.', { signal });
    setTimeout(() => process.exit(1), stopMsMax + closeMsMax).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.log('error', 'The worker could not stop in order.', { error: messageOf(error) });
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exit(1);
});
