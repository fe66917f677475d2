import { messageOf, type Logger } from '@weir/kernel';
import { isUnavailable } from '@weir/persistence';

const patienceMs = 30_000;
const retryMs = 500;

/** Tries again while Postgres is away, for half a minute. Other errors reject at once. */
export async function connectWithPatience(connect: () => Promise<unknown>, logger: Logger): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await connect();
      return;
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > deadline) throw error;
      logger.log('warn', 'Postgres cannot be reached yet; trying again.', { error: messageOf(error) });
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
