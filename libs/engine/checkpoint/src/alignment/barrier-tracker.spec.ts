import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { barrierOf, BarrierScript } from '../testing/barrier-script.ts';
import { BarrierTracker, trackedCheckpointsMax } from './barrier-tracker.ts';

const cancelled = 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER';

function scriptOf(channels: number): BarrierScript {
  return new BarrierScript(new BarrierTracker(channels), channels);
}

describe('BarrierTracker', () => {
  it('case 48: triggers when the barrier was seen on every channel and never blocks', () => {
    const script = scriptOf(3);
    expect(script.play('B(1,1) d0 B(1,0)')).toEqual([]);
    expect(script.blocked).toEqual([]);
    expect(script.play('B(1,2)')).toEqual(['trig 1']);
    expect(script.timings.get(1)).toMatchObject({ processedData: 100, alignmentDuration: 30 });
    expect(script.timings.get(1)?.channels.map(({ blockedDuration }) => blockedDuration)).toEqual([0, 0, 0]);
  });

  it('case 48: one channel with gaps triggers the ids that came', () => {
    expect(scriptOf(1).play('B(1,0) d0 B(3,0) B(4,0) d0 B(6,0) B(7,0) B(10,0)')).toEqual([
      'trig 1',
      'trig 3',
      'trig 4',
      'trig 6',
      'trig 7',
      'trig 10',
    ]);
  });

  it('case 49: a pending checkpoint survives barriers of later ones, until one of those completes', () => {
    const script = scriptOf(3);
    expect(script.play('B(2,0) B(2,1) B(2,2) B(3,1) B(3,2) B(4,1) B(4,2)')).toEqual(['trig 2']);
    expect(script.play('B(3,0) B(4,0)')).toEqual(['trig 3', 'trig 4']);
    expect(script.play('B(5,1) B(5,2) B(5,0)')).toEqual(['trig 5']);
    expect(script.play('B(6,1) B(7,0) B(7,1) B(6,2) B(7,2) B(6,0)')).toEqual(['trig 7']);
    expect(script.play('B(8,0) B(9,0) B(9,1) B(8,1) B(8,2) B(9,2) B(10,2) B(10,1) B(10,0)')).toEqual([
      'trig 8',
      'trig 9',
      'trig 10',
    ]);
  });

  it('case 50: an older pending checkpoint is dropped silently when a later one completes', () => {
    const script = scriptOf(3);
    expect(script.play('B(3,2) B(4,0) B(4,1) B(4,2)')).toEqual(['trig 4']);
    expect(script.play('B(3,0) B(3,1)')).toEqual([]);
  });

  it('case 51: cancel markers of two ids interleaved over three channels abort each once', () => {
    expect(scriptOf(3).play('X(1,0) X(2,0) X(1,1) X(2,1) X(1,2) X(2,2)')).toEqual([
      `abort 1 ${cancelled}`,
      `abort 2 ${cancelled}`,
    ]);
    expect(scriptOf(3).play('X(1,0) X(1,1) X(2,0) X(1,2) X(2,1) X(2,2)')).toEqual([
      `abort 1 ${cancelled}`,
      `abort 2 ${cancelled}`,
    ]);
  });

  it('case 52: the end of a channel triggers only the newest checkpoint that it satisfies', () => {
    const tracker = new BarrierTracker(3);
    const script = new BarrierScript(tracker, 3);
    expect(script.play('B(1,0) B(2,0) B(2,1) B(3,0) B(4,0) B(4,1) B(5,1) E(2)')).toEqual(['trig 4']);
    expect(tracker.isCheckpointPending).toBe(true);
    expect(tracker.openChannels).toBe(2);
    expect(script.play('B(5,0)')).toEqual(['trig 5']);
  });

  it('case 53: the end of a channel does not revive an aborted checkpoint', () => {
    const tracker = new BarrierTracker(3);
    const script = new BarrierScript(tracker, 3);
    expect(script.play('X(4,0) B(4,1) B(5,1) E(2)')).toEqual([`abort 4 ${cancelled}`]);
    expect(tracker.isCheckpointPending).toBe(true);
    expect(script.play('B(5,0)')).toEqual(['trig 5']);
  });

  it('triggers at the end of a channel the checkpoint that it completes, though a newer one was aborted', () => {
    const tracker = new BarrierTracker(2);
    const script = new BarrierScript(tracker, 2);
    expect(script.play('B(1,0) B(2,0) A(2) E(1)')).toEqual([`abort 2 ${cancelled}`, 'trig 1']);
    expect(tracker.isCheckpointPending).toBe(false);
  });

  it('aborts a cancelled checkpoint and every older one once, and does not trigger it when its barriers still come', () => {
    const script = scriptOf(3);
    expect(script.play('B(1,0) B(2,0) X(2,1)')).toEqual([`abort 1 ${cancelled}`, `abort 2 ${cancelled}`]);
    expect(script.play('B(2,2) B(1,1) B(1,2)')).toEqual([]);
    expect(script.play('B(3,0) B(3,1) B(3,2)')).toEqual(['trig 3']);
  });

  it('goes on with the checkpoints behind a cancelled one', () => {
    expect(scriptOf(2).play('B(1,0) B(2,0) X(1,1) B(2,1)')).toEqual([`abort 1 ${cancelled}`, 'trig 2']);
  });

  it('holds a trigger by the coordinator until the ended predecessors’ channels are drained', () => {
    const script = scriptOf(2);
    expect(script.play('T(1) E(0)')).toEqual([]);
    expect(script.play('E(1) T(2)')).toEqual(['trig 1', 'trig 2']);
  });

  it('does not trigger what the coordinator has given up', () => {
    expect(scriptOf(2).play('B(1,0) A(1) A(1) B(1,1)')).toEqual([`abort 1 ${cancelled}`]);
  });

  it('counts a bounded number of checkpoints and forgets the oldest', () => {
    const script = scriptOf(2);
    for (let id = 1; id <= trackedCheckpointsMax + 1; id += 1) script.play(`B(${id},0)`);
    expect(script.play('B(1,1)')).toEqual([]);
    expect(script.play('B(2,1)')).toEqual(['trig 2']);
  });

  it('triggers rising ids, each at most once and none after its abort, under any sequence', () => {
    const step = fc.tuple(
      fc.constantFrom('B', 'B', 'X', 'A', 'E'),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 2 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const tracker = new BarrierTracker(3);
        const triggered: number[] = [];
        const aborted: number[] = [];
        const ended = new Set<number>();
        const latest: number[] = [];
        const arrived = new Map<number, Set<number>>();
        for (const [kind, id, channel] of steps) {
          const at = { now: 0, wallTime: 0 };
          if (ended.has(channel) && kind !== 'A') continue;
          if (kind === 'E') ended.add(channel);
          // Ids rise on each channel.
          if (kind === 'B' && id <= (latest[channel] ?? 0)) continue;
          if (kind === 'B') {
            latest[channel] = id;
            const isTooLate = !arrived.has(id) && id < Math.max(0, ...arrived.keys(), ...aborted);
            if (!isTooLate) arrived.set(id, (arrived.get(id) ?? new Set()).add(channel));
          }
          const decisions = {
            B: () => tracker.onBarrier(channel, barrierOf(id), at),
            X: () => tracker.onCancelMarker(channel, id, at),
            A: () => tracker.onAborted(id),
            E: () => tracker.onEndOfInput(channel, at),
          }[kind]();
          for (const decision of decisions) {
            if (decision.kind === 'trigger') {
              expect(aborted).not.toContain(decision.barrier.checkpointId);
              triggered.push(decision.barrier.checkpointId);
            }
            if (decision.kind === 'abort') aborted.push(decision.checkpointId);
          }
        }
        const newest = Math.max(0, ...triggered, ...aborted);
        for (const [id, channels] of arrived) {
          const isWhole = [0, 1, 2].every((channel) => channels.has(channel) || ended.has(channel));
          if (isWhole && id > newest) expect.fail(`${id} is complete and was neither triggered nor aborted`);
        }
        expect(triggered).toEqual([...new Set(triggered)].sort((left, right) => left - right));
        expect(aborted).toHaveLength(new Set(aborted).size);
      }),
    );
  });
});
