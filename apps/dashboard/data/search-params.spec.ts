import { describe, expect, it } from 'vitest';
import {
  checkpointNumber,
  graphView,
  historyFilter,
  historyQueryOf,
  jobFilter,
  versionNumber,
} from './search-params.ts';

describe('jobFilter', () => {
  it('takes a known state and a name', () => {
    expect(jobFilter({ state: 'FAILED', name: 'count' })).toEqual({ state: 'FAILED', name: 'count' });
  });

  it('leaves out what is unknown, empty or absent', () => {
    expect(jobFilter({ state: 'failed', name: '' })).toEqual({});
    expect(jobFilter({})).toEqual({});
  });

  it('takes the first of a repeated parameter, and no more of a name than the API accepts', () => {
    expect(jobFilter({ state: ['RUNNING', 'FAILED'], name: 'x'.repeat(500) })).toEqual({
      state: 'RUNNING',
      name: 'x'.repeat(200),
    });
  });
});

describe('historyFilter', () => {
  it('shows all for anything it does not know', () => {
    expect(historyFilter({ show: 'everything' })).toBe('all');
    expect(historyQueryOf('all')).toEqual({});
  });

  it('asks for what it names', () => {
    expect(historyQueryOf(historyFilter({ show: 'savepoints' }))).toEqual({ kind: 'SAVEPOINT' });
  });
});

describe('numbers in addresses', () => {
  it.each([
    ['1', 1],
    ['42', 42],
    ['0', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['9007199254740993', undefined],
    ['x', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, number) => {
    expect(checkpointNumber(text)).toBe(number);
  });

  it('has no version unless one is asked for', () => {
    expect(versionNumber({})).toBeUndefined();
    expect(versionNumber({ version: '3' })).toBe(3);
  });

  it('draws the graph unless the list is asked for', () => {
    expect(graphView({})).toBe('graph');
    expect(graphView({ view: 'list' })).toBe('list');
  });
});
