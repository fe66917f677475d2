import { silentLogger, trusted } from '@weir/kernel';
import type { Store } from '@weir/persistence';
import type { CheckpointRecord } from '@weir/run-contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunRecorder } from './run-recorder.ts';

function recorderOn(write: () => Promise<'RECORDED'>): RunRecorder {
  return new RunRecorder({
    store: { write } as Partial<Store> as Store,
    logger: silentLogger,
    now: () => 0,
    jobId: trusted('00000000-0000-4000-8000-000000000001'),
    runId: trusted('00000000-0000-4000-8000-000000000002'),
    owner: { workerId: 'here', incarnation: 1 },
    onLost: () => undefined,
    beforeEnd: () => Promise.resolve(),
  });
}

function record(id: number, status: CheckpointRecord['status']): CheckpointRecord {
  return { id, status } as Partial<CheckpointRecord> as CheckpointRecord;
}

describe('RunRecorder', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('writes a short checkpoint, from its trigger to the removal of the one before it, in one transaction', async () => {
    const write = vi.fn(() => Promise.resolve('RECORDED' as const));
    const recorder = recorderOn(write);
    recorder.onCheckpoint(record(2, 'IN_PROGRESS'));
    await vi.advanceTimersByTimeAsync(40);
    recorder.onCheckpoint(record(2, 'COMPLETED'));
    recorder.onCheckpointDiscarded(1);
    expect(write).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(300);
    expect([write.mock.calls.length, recorder.backlog]).toEqual([1, 0]);
  });

  it('writes a state, and what waits before it, at once', async () => {
    const write = vi.fn(() => Promise.resolve('RECORDED' as const));
    const recorder = recorderOn(write);
    recorder.onCheckpoint(record(2, 'IN_PROGRESS'));
    recorder.onState('FAILING', 1, null);
    await vi.advanceTimersByTimeAsync(0);
    expect([write.mock.calls.length, recorder.backlog]).toEqual([1, 0]);
  });

  it('lets nobody who wants everything written wait for what may yet come', async () => {
    const write = vi.fn(() => Promise.resolve('RECORDED' as const));
    const recorder = recorderOn(write);
    recorder.onCheckpoint(record(2, 'COMPLETED'));
    await recorder.drain();
    expect([write.mock.calls.length, recorder.backlog]).toEqual([1, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
