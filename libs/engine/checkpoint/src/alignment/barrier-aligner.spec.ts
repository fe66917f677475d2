import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { barrierOf, BarrierScript } from '../testing/barrier-script.ts';
import { BarrierAligner } from './barrier-aligner.ts';

const cancelled = 'CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER';
const subsumed = 'CHECKPOINT_DECLINED_SUBSUMED';

function scriptOf(channels: number): BarrierScript {
  return new BarrierScript(new BarrierAligner(channels), channels);
}

describe('BarrierAligner', () => {
  it('case 32: without barriers everything passes and no time is spent aligning', () => {
    const script = scriptOf(3);
    expect(script.play('d0 d1 d2 d0')).toEqual([]);
    expect(script.blocked).toEqual([]);
    script.play('B(1,0) B(1,1) B(1,2)');
    expect(script.timings.get(1)?.processedData).toBe(0);
  });

  it('case 33: one channel triggers at each barrier and is never blocked', () => {
    const script = scriptOf(1);
    const triggered: string[] = [];
    for (const step of ['d0', 'B(1,0)', 'd0', 'B(2,0)', 'B(3,0)', 'd0', 'B(4,0)', 'B(5,0)', 'B(6,0)', 'd0']) {
      triggered.push(...script.play(step));
      expect(script.blocked).toEqual([]);
    }
    expect(triggered).toEqual(['trig 1', 'trig 2', 'trig 3', 'trig 4', 'trig 5', 'trig 6']);
    expect(script.timings.get(6)?.alignmentDuration).toBe(0);
  });

  it('case 34: channels block one by one and are free after the last barrier', () => {
    const script = scriptOf(3);
    expect(script.play('d0 d2 d0 B(1,1)')).toEqual([]);
    expect(script.blocked).toEqual([1]);
    expect(script.play('B(1,2)')).toEqual([]);
    expect(script.blocked).toEqual([1, 2]);
    expect(script.play('d0 B(1,0)')).toEqual(['trig 1']);
    expect(script.blocked).toEqual([]);
  });

  it('case 35: a barrier of a later checkpoint jumps over the pending one', () => {
    const script = scriptOf(3);
    expect(script.play('B(1,0) B(1,1) B(1,2)')).toEqual(['trig 1']);
    script.play('B(2,1) B(2,0)');
    expect(script.blocked).toEqual([0, 1]);
    expect(script.play('B(3,2)')).toEqual([`abort 2 ${subsumed}`]);
    expect(script.blocked).toEqual([2]);
    expect(script.play('B(3,0) B(4,1)')).toEqual([`abort 3 ${subsumed}`]);
    expect(script.blocked).toEqual([1]);
    expect(script.play('E(0) B(4,2)')).toEqual(['trig 4']);
    expect(script.blocked).toEqual([]);
  });

  it('case 36: bytes, start delay and alignment time are measured between the first and the last barrier', () => {
    const script = scriptOf(3);
    script.play('d0 d0 B(1,1) d0 d2 B(1,2) d0 B(1,0) d0');
    const timing = script.timings.get(1);
    expect(timing?.processedData).toBe(300);
    expect(timing?.startDelay).toBe(130);
    expect(timing?.alignmentDuration).toBe(50);
    expect(timing?.channels).toEqual([
      { channel: 1, barrierTimestamp: 1_000_130, blockedDuration: 50 },
      { channel: 2, barrierTimestamp: 1_000_160, blockedDuration: 20 },
      { channel: 0, barrierTimestamp: 1_000_180, blockedDuration: 0 },
    ]);
  });

  it('case 36: a clock that runs behind the coordinator’s gives no negative start delay', () => {
    const aligner = new BarrierAligner(1);
    const [decision] = aligner.onBarrier(0, barrierOf(1), { now: 5, wallTime: 0 });
    expect(decision).toMatchObject({ kind: 'trigger', timing: { startDelay: 0, alignmentDuration: 0 } });
  });

  it('case 37: channels that closed before count as aligned', () => {
    expect(scriptOf(4).play('E(2) E(1) B(2,3) B(2,0)')).toEqual(['trig 2']);
  });

  it('case 38: the end of a channel counts as its barrier', () => {
    const script = scriptOf(3);
    expect(script.play('B(2,2) B(2,0) E(1)')).toEqual(['trig 2']);
    expect(script.blocked).toEqual([]);
  });

  it('case 39: the last channel’s end completes the alignment', () => {
    const aligner = new BarrierAligner(3);
    expect(new BarrierScript(aligner, 3).play('B(1,0) B(1,1) E(2)')).toEqual(['trig 1']);
    expect(aligner.isCheckpointPending).toBe(false);
    expect(aligner.openChannels).toBe(2);
  });

  it('case 40: a channel that ends after its barrier is not counted twice', () => {
    const script = scriptOf(3);
    expect(script.play('B(2,0) B(2,1) E(1)')).toEqual([]);
    expect(script.play('B(2,2)')).toEqual(['trig 2']);
  });

  it('case 41: channels may end between checkpoints', () => {
    expect(scriptOf(3).play('E(2) B(6,0) B(6,1) E(1) B(7,0)')).toEqual(['trig 6', 'trig 7']);
  });

  it('case 42: cancel markers on one channel abort without alignment', () => {
    const script = scriptOf(1);
    expect(script.play('B(1,0) B(2,0) X(4,0) B(5,0) X(6,0)')).toEqual([
      'trig 1',
      'trig 2',
      `abort 4 ${cancelled}`,
      'trig 5',
      `abort 6 ${cancelled}`,
    ]);
    expect(script.timings.get(5)?.alignmentDuration).toBe(0);
    expect(script.blocked).toEqual([]);
  });

  it('case 43: a cancel marker ends the alignment, before or after the barriers, once', () => {
    const script = scriptOf(3);
    expect(script.play('B(2,0) B(2,2) X(2,1)')).toEqual([`abort 2 ${cancelled}`]);
    expect(script.blocked).toEqual([]);
    expect(script.play('X(4,1)')).toEqual([`abort 4 ${cancelled}`]);
    expect(script.play('B(4,2) B(4,0)')).toEqual([]);
    expect(script.blocked).toEqual([]);
    expect(script.play('X(6,1) X(6,2) B(6,0)')).toEqual([`abort 6 ${cancelled}`]);
    expect(script.blocked).toEqual([]);
  });

  it('case 44: the stale barrier of an aborted checkpoint neither blocks nor counts', () => {
    const script = scriptOf(3);
    expect(script.play('B(1,1) X(1,0)')).toEqual([`abort 1 ${cancelled}`]);
    expect(script.play('B(2,1) B(1,2)')).toEqual([]);
    expect(script.blocked).toEqual([1]);
    expect(script.play('B(2,0) B(2,2)')).toEqual(['trig 2']);
  });

  it('case 45: a cancel marker of a subsumed checkpoint is ignored', () => {
    const script = scriptOf(3);
    expect(script.play('B(3,1) B(3,0) B(5,2)')).toEqual([`abort 3 ${subsumed}`]);
    expect(script.blocked).toEqual([2]);
    expect(script.play('X(3,0)')).toEqual([]);
    expect(script.play('B(5,0) B(5,1)')).toEqual(['trig 5']);
    expect(script.blocked).toEqual([]);
  });

  it('case 46: interleaved cancel markers leave no channel blocked', () => {
    const script = scriptOf(2);
    expect(script.play('B(1,0) X(3,1) X(2,0) X(3,0)')).toEqual([`abort 1 ${subsumed}`, `abort 3 ${cancelled}`]);
    expect(script.blocked).toEqual([]);
  });

  it('holds a trigger by the coordinator until the ended predecessors’ channels are drained', () => {
    const script = scriptOf(2);
    expect(script.play('T(1) d0 E(0) d1')).toEqual([]);
    expect(script.play('E(1)')).toEqual(['trig 1']);
    expect(script.play('T(2)')).toEqual(['trig 2']);
    expect(script.play('T(2) T(1)')).toEqual([]);
  });

  it('ends the alignment when the coordinator gives the checkpoint up, and ignores its late barriers', () => {
    const script = scriptOf(2);
    script.play('B(1,0)');
    expect(script.play('A(2)')).toEqual([]);
    expect(script.blocked).toEqual([0]);
    expect(script.play('A(1) B(1,1)')).toEqual([`abort 1 ${cancelled}`]);
    expect(script.blocked).toEqual([]);
    expect(script.play('B(2,0) B(2,1)')).toEqual(['trig 2']);
  });

  it('case 47: any order of barriers over any number of channels completes every checkpoint and leaves nothing blocked', () => {
    const orders = fc.integer({ min: 1, max: 8 }).chain((channels) =>
      fc.array(
        fc.shuffledSubarray(
          Array.from({ length: channels }, (_, channel) => channel),
          { minLength: channels },
        ),
        { minLength: 1, maxLength: 20 },
      ),
    );
    fc.assert(
      fc.property(orders, (rounds) => {
        const channels = rounds[0]?.length ?? 0;
        const aligner = new BarrierAligner(channels);
        const waiting = rounds.map((round) => [...round]);
        const triggered: number[] = [];
        // Each channel delivers its barriers in order; a blocked channel delivers nothing until it is free.
        for (const [index, round] of waiting.entries()) {
          for (const channel of round) {
            expect(aligner.isBlocked(channel)).toBe(false);
            for (const decision of aligner.onBarrier(channel, barrierOf(index + 1), { now: index, wallTime: index })) {
              if (decision.kind === 'trigger') triggered.push(decision.barrier.checkpointId);
            }
          }
        }
        expect(triggered).toEqual(rounds.map((_, index) => index + 1));
        expect(Array.from({ length: channels }, (_, channel) => aligner.isBlocked(channel))).not.toContain(true);
      }),
    );
  });

  it('case 47: under any sequence a blocked channel belongs to a pending alignment, ids rise, and none is triggered after its abort', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('B'),
        id: fc.integer({ min: 1, max: 6 }),
        channel: fc.integer({ min: 0, max: 2 }),
      }),
      fc.record({
        kind: fc.constant('X'),
        id: fc.integer({ min: 1, max: 6 }),
        channel: fc.integer({ min: 0, max: 2 }),
      }),
      fc.record({ kind: fc.constant('A'), id: fc.integer({ min: 1, max: 6 }), channel: fc.constant(0) }),
      fc.record({ kind: fc.constant('E'), id: fc.constant(0), channel: fc.integer({ min: 0, max: 2 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const aligner = new BarrierAligner(3);
        const over: number[] = [];
        const ended = new Set<number>();
        for (const [index, { kind, id, channel }] of steps.entries()) {
          if (ended.has(channel) || aligner.isBlocked(channel)) continue;
          const at = { now: index, wallTime: index };
          if (kind === 'E') ended.add(channel);
          const decisions =
            kind === 'B'
              ? aligner.onBarrier(channel, barrierOf(id), at)
              : kind === 'X'
                ? aligner.onCancelMarker(channel, id, at)
                : kind === 'A'
                  ? aligner.onAborted(id)
                  : aligner.onEndOfInput(channel, at);
          for (const decision of decisions) {
            if (decision.kind === 'trigger') over.push(decision.barrier.checkpointId);
            if (decision.kind === 'abort') over.push(decision.checkpointId);
          }
          const isAnyBlocked = [0, 1, 2].some((candidate) => aligner.isBlocked(candidate));
          expect(isAnyBlocked && !aligner.isCheckpointPending).toBe(false);
          expect([0, 1, 2].every((candidate) => aligner.isBlocked(candidate))).toBe(false);
        }
        expect(over).toEqual([...new Set(over)].sort((left, right) => left - right));
      }),
    );
  });
});
