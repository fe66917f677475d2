import { messageOf, PlatformError, type Logger } from '@weir/kernel';
import { Parts, type Part } from './parts.ts';

export interface ComposedProcess {
  /** In the order in which they start. */
  readonly parts: readonly Part[];
  readonly logger: Logger;
}

/** A little less than the launcher waits before it kills, so that the process can still say that it did not end in order. */
const stopMsMax = 38_000;

/**
 * Runs what `compose` gives until SIGTERM or SIGINT, and ends the process: with 0 when every part stopped in order, otherwise with 1. What
 * keeps it from starting is told on standard error.
 */
export async function runProcess(name: string, compose: () => ComposedProcess): Promise<void> {
  try {
    const { parts: list, logger } = compose();
    const parts = new Parts(list, logger);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(parts, logger, signal));
    await parts.start();
  } catch (error) {
    // What is no trouble of this machine is a fault of the program, whose place matters.
    const isFault = error instanceof Error && !(error instanceof PlatformError);
    const text = isFault ? (error.stack ?? error.message) : messageOf(error);
    process.stderr.write(`The ${name} could not start: ${text}\n`);
    process.exit(1);
  }
}

async function stop(parts: Parts, logger: Logger, signal: string): Promise<void> {
  logger.log('info', 'Stopping: every run is suspended with a last checkpoint.', { signal });
  setTimeout(() => {
    logger.log('error', 'The stop took too long.', { stopMsMax });
    process.exit(1);
  }, stopMsMax).unref();
  const outcome = await parts.stop();
  if (outcome === 'CLEAN') logger.log('info', 'Stopped.');
  process.exit(outcome === 'CLEAN' ? 0 : 1);
}
