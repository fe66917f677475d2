import type { Logger } from '@weir/kernel';
import { openBullMq } from './bullmq-driver.ts';
import { openPgBoss } from './pg-boss-driver.ts';
import type { QueueDriver } from './queue-driver.ts';

export interface QueueOptions {
  readonly databaseUrl: string;
  /** Null: hints travel through Postgres. */
  readonly redisUrl: string | null;
  readonly logger: Logger;
}

/** The driver that this installation has chosen. Rejects with a `QueueError` when Postgres does not answer. */
export async function openQueue({ databaseUrl, redisUrl, logger }: QueueOptions): Promise<QueueDriver> {
  return redisUrl === null ? openPgBoss({ databaseUrl, logger }) : openBullMq({ redisUrl, logger });
}
