import { describe, expect, it } from 'vitest';
import { FlowWatch } from './flow-watch.ts';

/** One channel, number 3, from subtask 0 of `source`, with two credits. */
function watching() {
  const violations: string[] = [];
  const watch = new FlowWatch((message) => violations.push(message));
  watch.deployed({
    plan: {
      threadCount: 2,
      subtasks: [
        { id: 0, vertex: 'source', index: 0, thread: 0 },
        { id: 1, vertex: 'sink', index: 0, thread: 1 },
      ],
      channels: [{ id: 3, edge: 0, from: 0, to: 1 }],
    },
    settings: { flushAfterMs: 0, channelCredits: 2, batchRows: 1, metricsIntervalMs: 1_000, roundsPerSlice: 1 },
  });
  return { watch, violations };
}

const going = (): ArrayBuffer => Int32Array.of(3, 0).buffer;
const back = (): ArrayBuffer => Int32Array.of(~3, 0).buffer;

describe('FlowWatch', () => {
  it('lets a task take rows while it has a credit, and whoever does not send', () => {
    const { watch, violations } = watching();
    watch.takesRows('source', 0);
    watch.sent(going());
    watch.takesRows('source', 0);
    watch.sent(going());
    watch.takesRows('sink', 0);
    watch.received(back());
    watch.takesRows('source', 0);
    expect(violations).toEqual([]);
  });

  it('finds a task that takes rows without one', () => {
    const { watch, violations } = watching();
    for (let sent = 0; sent < 3; sent += 1) watch.sent(going());
    watch.received(back());
    watch.sent({ channel: 3, element: { kind: 'end-of-input' } });
    watch.takesRows('source', 0);
    expect(violations).toEqual(['source 0 takes rows with 2 buffers out on channel 3, of 2 credits']);
  });
});
