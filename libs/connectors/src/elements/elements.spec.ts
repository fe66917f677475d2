import { describe, expect, it } from 'vitest';
import { analyzedSource } from '../harness/analyzed.ts';
import { ConnectorHarness, type HarnessOptions } from '../harness/connector-harness.ts';
import { elementsFactory } from './elements.ts';

const rows = Array.from({ length: 5_000 }, (_, n) => ({
  n,
  even: n % 2 === 0,
  half: n / 2,
  text: n % 3 === 0 ? null : `zeile ${n} ✓`,
}));
const options = { kind: 'CHECKPOINT', ending: 'NONE', sharing: 'FULL', location: '' } as const;

async function reading(place: HarnessOptions = {}) {
  const harness = new ConnectorHarness(place);
  const reader = elementsFactory.create(analyzedSource('elements', { rows }), harness.context);
  await reader.open();
  return { harness, reader };
}

describe('elements', () => {
  it('emits the rows in order, with their types and nulls, and is done', async () => {
    const { harness, reader } = await reading();
    expect(reader.poll().kind).toBe('progressed');
    expect(reader.poll().kind).toBe('progressed');
    expect(reader.poll().kind).toBe('done');
    expect(reader.poll().kind).toBe('done');
    expect(harness.rows).toEqual(rows);
    expect(harness.batches).toEqual([4_096, 904]);
  });

  it('goes on behind the last row of its snapshot', async () => {
    const first = await reading();
    first.reader.poll();
    first.reader.snapshot(1, options);
    first.reader.poll();
    const second = await reading({ restored: first.harness.state.snapshot() });
    while (second.reader.poll().kind === 'progressed');
    expect(second.harness.rows).toEqual(rows.slice(4_096));
  });

  it('emits nothing again when all was emitted before the snapshot', async () => {
    const first = await reading();
    while (first.reader.poll().kind === 'progressed');
    first.reader.snapshot(1, options);
    const second = await reading({ restored: first.harness.state.snapshot() });
    expect(second.reader.poll().kind).toBe('done');
    expect(second.harness.rows).toEqual([]);
  });
});
