import { composeHost, createLogger, runProcess } from '@weir/host-process';
import { loadEnvironment } from './config/environment.ts';

await runProcess('worker', () => {
  const environment = loadEnvironment();
  const logger = createLogger('weir-worker', environment.logLevel);
  return { parts: composeHost(environment, { role: 'worker', logger }).parts, logger };
});
