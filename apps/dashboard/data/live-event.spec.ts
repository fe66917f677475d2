import { describe, expect, it } from 'vitest';
import { parseLiveEvent, staleKeys } from './live-event.ts';

describe('parseLiveEvent', () => {
  it('finds the job that an event is about', () => {
    expect(parseLiveEvent('{"sequence":1,"type":"job.state","jobId":"j"}')).toEqual({ jobId: 'j' });
  });

  it('takes an event about no job', () => {
    expect(parseLiveEvent('{"type":"savepoint.deleted","jobId":null}')).toEqual({ jobId: null });
  });

  it.each(['', 'hello', 'null', '3', '{}', '[]'])('takes nothing from %j', (data) => {
    expect(parseLiveEvent(data)).toBeUndefined();
  });
});

describe('staleKeys', () => {
  it('names the lists and the one job', () => {
    expect(staleKeys({ jobId: 'j' })).toContainEqual(['job', 'j']);
    expect(staleKeys({ jobId: 'j' })).toContainEqual(['jobs']);
  });

  it('names no job when the event is about none', () => {
    expect(staleKeys({ jobId: null }).some(([first]) => first === 'job')).toBe(false);
  });
});
