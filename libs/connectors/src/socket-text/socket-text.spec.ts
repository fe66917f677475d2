import { describe, expect, it } from 'vitest';
import { analyzedSource } from '../harness/analyzed.ts';
import { ConnectorHarness } from '../harness/connector-harness.ts';
import type { Connect, ConnectionEvents } from './connect.ts';
import { socketTextFactory } from './socket-text.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

async function reading(options: Readonly<Record<string, unknown>> = {}) {
  const harness = new ConnectorHarness();
  const connections: (ConnectionEvents & { readonly calls: string[] })[] = [];
  const connect: Connect = (_address, events) => {
    const calls: string[] = [];
    connections.push({ ...events, calls });
    return {
      pause: () => calls.push('pause'),
      resume: () => calls.push('resume'),
      destroy: () => calls.push('destroy'),
    };
  };
  const operator = analyzedSource('socket-text', { host: 'example.test', port: 9999, ...options });
  const reader = socketTextFactory(connect).create(operator, harness.context);
  await reader.open();
  const latest = () => {
    const connection = connections.at(-1);
    if (connection === undefined) throw new Error('It has not connected.');
    return connection;
  };
  return { harness, reader, connections, latest, lines: () => harness.rows.map((row) => row['line']) };
}

describe('socket-text', () => {
  it('emits lines as they come, and the last one without a delimiter at the end', async () => {
    const { harness, reader, latest, lines } = await reading();
    expect(reader.poll()).toEqual({ kind: 'idle', wakeAt: null });
    latest().onData(text('one\ntw'));
    expect(harness.wakes).toBe(1);
    expect(reader.poll().kind).toBe('progressed');
    expect(lines()).toEqual(['one']);
    expect(reader.poll().kind).toBe('idle');
    latest().onData(text('o\r\n\nthr'));
    latest().onEnd();
    expect(reader.poll().kind).toBe('progressed');
    expect(reader.poll().kind).toBe('progressed');
    expect(reader.poll().kind).toBe('done');
    expect(lines()).toEqual(['one', 'two', '', 'thr']);
  });

  it('is done at an end without data', async () => {
    const { reader, latest } = await reading();
    latest().onEnd();
    expect(reader.poll().kind).toBe('done');
    expect(reader.poll().kind).toBe('done');
  });

  it('says whom it could not reach, why, and how often it tried', async () => {
    const { harness, reader, latest, connections } = await reading({ maxRetries: 2 });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      latest().onError(refused);
      expect(reader.poll()).toEqual({ kind: 'idle', wakeAt: harness.nowMs + 500 });
      expect(reader.poll().kind).toBe('idle');
      harness.nowMs += 500;
      expect(reader.poll()).toEqual({ kind: 'idle', wakeAt: null });
    }
    expect(connections).toHaveLength(3);
    latest().onError(refused);
    expect(() => reader.poll()).toThrow(/example\.test:9999 after 3 tries \(connect ECONNREFUSED\)/);
  });

  it('connects again after a break, drops the line that was cut off, and counts anew after data', async () => {
    const { harness, reader, latest, connections, lines } = await reading({ maxRetries: 1 });
    for (let round = 0; round < 3; round += 1) {
      latest().onData(text(`line ${round}\ncut o`));
      latest().onError(new Error('reset'));
      while (reader.poll().kind === 'progressed');
      harness.nowMs += 500;
      reader.poll();
    }
    expect(connections).toHaveLength(4);
    expect(lines()).toEqual(['line 0', 'line 1', 'line 2']);
  });

  it('connects again after an end while it may, then is done', async () => {
    const { harness, reader, latest, connections, lines } = await reading({ maxRetries: 1 });
    latest().onData(text('a\nb'));
    latest().onEnd();
    expect([reader.poll().kind, reader.poll().kind]).toEqual(['progressed', 'progressed']);
    harness.nowMs += 500;
    reader.poll();
    expect(connections).toHaveLength(2);
    latest().onError(refused);
    expect(reader.poll().kind).toBe('done');
    expect(lines()).toEqual(['a', 'b']);
  });

  it('does not take a break for an end, even when an earlier connection ended in order', async () => {
    const { harness, reader, latest } = await reading({ maxRetries: 1 });
    latest().onConnected();
    latest().onEnd();
    reader.poll();
    harness.nowMs += 500;
    reader.poll();
    latest().onConnected();
    latest().onError(new Error('reset'));
    expect(() => reader.poll()).toThrow('reset');
  });

  it('pauses a sender that is faster, and lets it go on', async () => {
    const { harness, reader, latest } = await reading();
    harness.onBatch = () => undefined;
    const chunk = text(`${'x'.repeat(65_535)}\n`);
    for (let chunks = 0; chunks < 16; chunks += 1) latest().onData(chunk);
    expect(latest().calls).toEqual(['pause']);
    while (reader.poll().kind === 'progressed');
    expect(latest().calls).toEqual(['pause', 'resume']);
    expect(harness.batches.reduce((sum, rows) => sum + rows, 0)).toBe(16);
  });

  it('lets go of its connection when it is closed', async () => {
    const { reader, latest } = await reading();
    await reader.close();
    await reader.close();
    expect(latest().calls).toEqual(['destroy']);
  });
});
