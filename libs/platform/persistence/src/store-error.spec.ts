import { describe, expect, it } from 'vitest';
import { isUnavailable, isWorthRepeating, storeErrorOf } from './store-error.ts';

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('isUnavailable', () => {
  it.each([
    withCode('ECONNREFUSED'),
    withCode('57P01', 'terminating connection due to administrator command'),
    withCode('57P03', 'the database system is starting up'),
    withCode('08006'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
  ])('recognises a database that is away: %s', (error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([
    withCode('23505'),
    withCode('42P01'),
    withCode('55P03', 'canceling statement due to lock timeout'),
    new Error('boom'),
    new AggregateError([withCode('ECONNREFUSED'), new Error('boom')]),
    'text',
    null,
  ])('takes nothing else for it: %s', (error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});

describe('storeErrorOf', () => {
  it('is retryable and keeps its cause', () => {
    const cause = withCode('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432');
    const error = storeErrorOf(cause);
    expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryable: true, cause });
    expect(error?.message).toContain('127.0.0.1:5432');
  });

  it.each([
    withCode('57014', 'canceling statement due to statement timeout'),
    withCode('55P03', 'canceling statement due to lock timeout'),
  ])('calls a Postgres that is there and lets wait busy, not away: %s', (cause) => {
    const error = storeErrorOf(cause);
    expect(error).toMatchObject({ code: 'BUSY', retryable: true, cause });
    expect(error?.message).not.toContain('cannot be reached');
  });

  it('has no word for a statement that is wrong', () => {
    expect(storeErrorOf(withCode('42P01'))).toBeNull();
  });
});

describe('isWorthRepeating', () => {
  it('is so for deadlocks and serialization failures alone', () => {
    expect([withCode('40P01'), withCode('40001'), withCode('23505'), new Error('x')].map(isWorthRepeating)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
