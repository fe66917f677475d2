import type { Logger } from '@weir/kernel';
import { BullMqDriver } from './bullmq-driver.ts';
import { PgBossDriver } from './pg-boss-driver.ts';
import type { QueueDriver } from './queue-driver.ts';

export interface QueueOptions {
  readonly databaseUrl: string;
  /** Null: hints travel through Postgres. */
  readonly redisUrl: string | null;
  readonly logger: Logger;
}

/** The driver that this installation has chosen. */
export function createQueue({ databaseUrl, redisUrl, logger }: QueueOptions): QueueDriver {
  return redisUrl === null ? new PgBossDriver({ databaseUrl, logger }) : new BullMqDriver({ redisUrl, logger });
}
