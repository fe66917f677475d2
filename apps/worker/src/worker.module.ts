import { Module, type DynamicModule } from '@nestjs/common';
import type { HostEnvironment } from '@weir/jobs';
import type { Logger } from '@weir/kernel';
import { EngineHost } from './engine-host.ts';
import type { Infrastructure } from './infrastructure.ts';
import { environmentToken, infrastructureToken, loggerToken } from './tokens.ts';

export interface WorkerParts {
  readonly environment: HostEnvironment;
  readonly infrastructure: Infrastructure;
  readonly logger: Logger;
}

/** A worker without an HTTP side: one engine host over what `main` has opened. */
@Module({})
export class WorkerModule {
  static of({ environment, infrastructure, logger }: WorkerParts): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        EngineHost,
        { provide: environmentToken, useValue: environment },
        { provide: infrastructureToken, useValue: infrastructure },
        { provide: loggerToken, useValue: logger },
      ],
    };
  }
}
