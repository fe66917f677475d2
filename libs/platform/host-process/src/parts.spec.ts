import { silentLogger } from '@weir/kernel';
import { describe, expect, it } from 'vitest';
import { Parts, type Part } from './parts.ts';

const steps: string[] = [];

function part(name: string, failing: Partial<Record<'start' | 'stop', Error>> = {}): Part {
  const step = (what: 'start' | 'stop') => async (): Promise<void> => {
    await Promise.resolve();
    steps.push(`${what} ${name}`);
    if (failing[what] !== undefined) throw failing[what];
  };
  return { name, start: step('start'), stop: step('stop') };
}

function partsOf(...list: Part[]): Parts {
  steps.length = 0;
  return new Parts(list, silentLogger);
}

describe('Parts', () => {
  it('start in their order and stop in the reverse of it', async () => {
    const parts = partsOf(part('a'), part('b'), part('c'));
    await parts.start();
    expect(await parts.stop()).toBe('CLEAN');
    expect(steps).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
  });

  it('stop those before one that does not start, and tell its error', async () => {
    const parts = partsOf(part('a'), part('b'), part('c', { start: new Error('The port is taken.') }), part('d'));
    await expect(parts.start()).rejects.toThrow('The port is taken.');
    expect(steps).toEqual(['start a', 'start b', 'start c', 'stop b', 'stop a']);
  });

  it('stop all others when one does not stop, and say so', async () => {
    const parts = partsOf(part('a'), part('b', { stop: new Error('stuck') }), part('c'));
    await parts.start();
    expect(await parts.stop()).toBe('UNCLEAN');
    expect(steps.slice(3)).toEqual(['stop c', 'stop b', 'stop a']);
  });

  it('stop once, however often it is asked for', async () => {
    const parts = partsOf(part('a'));
    await parts.start();
    await Promise.all([parts.stop(), parts.stop()]);
    await parts.stop();
    expect(steps).toEqual(['start a', 'stop a']);
  });

  it('wait for the part that is just starting, and start none after it', async () => {
    const parts = partsOf(part('a'), part('b'));
    const starting = parts.start();
    await parts.stop();
    await starting;
    expect(steps).toEqual(['start a', 'stop a']);
  });
});
