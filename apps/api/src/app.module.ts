import { Module, type DynamicModule } from '@nestjs/common';
import type { JobsContext } from '@weir/jobs';
import type { NotificationListener } from '@weir/persistence';
import { CheckpointsController } from './controllers/checkpoints.controller.ts';
import { JobsController } from './controllers/jobs.controller.ts';
import { PlatformController } from './controllers/platform.controller.ts';
import { RunsController } from './controllers/runs.controller.ts';
import { EventStreams, storedEvents } from './events/event-streams.ts';
import { PrometheusMetrics } from './metrics/prometheus-metrics.ts';
import { jobsContext } from './tokens.ts';

export interface AppParts {
  readonly context: JobsContext;
  readonly listener: NotificationListener;
}

export const controllers = [JobsController, RunsController, CheckpointsController, PlatformController] as const;

/** The HTTP side: controllers over one context that `main` composes. */
@Module({})
export class AppModule {
  static of({ context, listener }: AppParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [...controllers],
      providers: [
        { provide: jobsContext, useValue: context },
        {
          provide: EventStreams,
          useValue: new EventStreams({ log: storedEvents(context.store), listener, logger: context.logger }),
        },
        { provide: PrometheusMetrics, useValue: new PrometheusMetrics(context) },
      ],
    };
  }
}
