import 'reflect-metadata';
import { createLogger, runProcess } from '@weir/host-process';
import { composeApi } from './composition/compose.ts';
import { loadEnvironment } from './config/environment.ts';

await runProcess('API', () => {
  const environment = loadEnvironment();
  const logger = createLogger('weir-api', environment.logLevel);
  return { parts: composeApi(environment, logger), logger };
});
