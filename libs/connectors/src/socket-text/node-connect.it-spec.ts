import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceReader } from '@weir/engine-core';
import { analyzedSource } from '../harness/analyzed.ts';
import { ConnectorHarness } from '../harness/connector-harness.ts';
import { nodeConnect } from './node-connect.ts';
import { socketTextFactory } from './socket-text.ts';

describe('socket-text over TCP', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
  });

  const port = (): number => (server.address() as AddressInfo).port;

  async function reading(options: Readonly<Record<string, unknown>>) {
    const harness = new ConnectorHarness();
    harness.nowMs = performance.now();
    const operator = analyzedSource('socket-text', { host: '127.0.0.1', ...options });
    const reader = socketTextFactory(nodeConnect({ allowed: ['loopback'] })).create(operator, harness.context);
    await reader.open();
    return { harness, reader };
  }

  /** Polls, and lets the event loop turn when there is nothing, until it is done. */
  async function drain(harness: ConnectorHarness, reader: SourceReader): Promise<void> {
    const deadline = performance.now() + 30_000;
    while (performance.now() < deadline) {
      harness.nowMs = performance.now();
      const { kind } = reader.poll();
      if (kind === 'done') return;
      if (kind === 'idle') await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('It never came to its end.');
  }

  it('reads a large stream whole, in order', async () => {
    const line = (at: number): string => `${at} größer ✓ ${'x'.repeat(at % 100)}`;
    const count = 200_000;
    server.once('connection', (socket) => {
      for (let at = 0; at < count; at += 1_000) {
        socket.write(Array.from({ length: 1_000 }, (_, index) => `${line(at + index)}\n`).join(''));
      }
      socket.end();
    });
    const { harness, reader } = await reading({ port: port() });
    await drain(harness, reader);
    await reader.close();
    expect(harness.rows).toHaveLength(count);
    expect(harness.rows.every((row, at) => row['line'] === line(at))).toBe(true);
  });

  it.each([
    ['127.0.0.1', []],
    ['localhost', []],
    ['2130706433', []],
    ['169.254.169.254', ['loopback']],
    ['::ffff:169.254.169.254', ['loopback']],
    ['fe80::1%lo', ['loopback']],
    ['metadata.test', ['loopback']],
  ] as const)('does not connect to %s where only %j is allowed, however often it may try', async (host, allowed) => {
    let connections = 0;
    server.on('connection', () => (connections += 1));
    const connect = nodeConnect({
      allowed,
      // No name of these tests leaves this machine.
      ...(host === 'metadata.test'
        ? {
            resolve: (_host, answer) =>
              answer(null, [
                { address: '10.0.0.1', family: 4 },
                { address: 'fd00:ec2::254', family: 6 },
              ]),
          }
        : {}),
    });
    const harness = new ConnectorHarness();
    const operator = analyzedSource('socket-text', { host, port: port(), maxRetries: -1 });
    const reader = socketTextFactory(connect).create(operator, harness.context);
    await reader.open();
    await expect(drain(harness, reader)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED', retryable: false });
    await reader.close();
    expect(connections).toBe(0);
  });

  it('waits for a server that is not there yet', async () => {
    const wanted = port();
    server.close();
    await once(server, 'close');
    const { harness, reader } = await reading({ port: wanted, maxRetries: 5 });
    const drained = drain(harness, reader);
    server = createServer((socket) => {
      socket.end('at last\n');
      server.close();
    });
    server.listen(wanted, '127.0.0.1');
    await drained;
    expect(harness.rows).toEqual([{ line: 'at last' }]);
  });
});
