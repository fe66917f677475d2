import { describe, expect, it } from 'vitest';
import { NodeThreadSpawner } from './node-thread-spawner.ts';

const living = new URL('data:text/javascript,setInterval(() => undefined, 1000)');

describe('NodeThreadSpawner', () => {
  it.each(['--max-old-space-size=512', '--stack-trace-limit=20', '--expose-gc', '--conditions=@weir/source'])(
    'starts threads in a process that was started with %s',
    async (argument) => {
      const own = process.execArgv;
      process.execArgv = [...own, argument, '--enable-source-maps'];
      try {
        const spawner = new NodeThreadSpawner({ entry: living, settings: {} });
        const exits: unknown[] = [];
        const [thread] = spawner.spawn(1, { onMessage: () => undefined, onExit: (_, failure) => exits.push(failure) });
        await thread?.terminate();
        expect(exits).toEqual([null]);
      } finally {
        process.execArgv = own;
      }
    },
  );

  it('ends the threads it has started when it cannot start them all', async () => {
    let started = 0;
    const settings = {
      // Read for each thread.
      get root(): string {
        started += 1;
        if (started === 3) throw new Error('EAGAIN');
        return '/';
      },
    };
    const exits: unknown[] = [];
    const spawner = new NodeThreadSpawner({ entry: living, settings });
    expect(() =>
      spawner.spawn(4, {
        onMessage: () => undefined,
        onExit: (thread, failure) => exits.push({ thread, failure }),
      }),
    ).toThrow('EAGAIN');
    await expect.poll(() => exits.length, { timeout: 10_000 }).toBe(2);
    expect(exits).toEqual(
      expect.arrayContaining([
        { thread: 0, failure: null },
        { thread: 1, failure: null },
      ]),
    );
  });
});
