import type { INestApplication } from '@nestjs/common';
import type { Part } from '@weir/host-process';
import type { AppParts } from '../app.module.ts';
import type { Environment } from '../config/environment.ts';
import { createApp } from '../create-app.ts';
import { callersOf } from '../http/callers.ts';
import { version } from '../version.ts';
import { StartError } from './start-error.ts';

/** Listens last and stops first: who can ask is answered. */
export function httpPart(parts: AppParts, environment: Environment): Part {
  let app: INestApplication | null = null;
  return {
    name: 'HTTP side',
    start: async () => {
      app = await createApp(parts, callersOf(environment.host));
      await listen(app, environment);
      const values = { url: await app.getUrl(), role: environment.role, version, pid: process.pid };
      parts.context.logger.log('info', 'The API is ready.', values);
    },
    stop: async () => app?.close(),
  };
}

async function listen(app: INestApplication, { port, host }: Environment): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw isTaken ? new StartError(port, host, error) : error;
  }
}
