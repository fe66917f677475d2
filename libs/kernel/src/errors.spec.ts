import { describe, expect, it } from 'vitest';
import {
  assertNever,
  invariant,
  InvariantViolation,
  messageOf,
  PlatformError,
  type PlatformErrorOptions,
} from './errors.ts';

class DoorError extends PlatformError<'LOCKED'> {
  constructor(options: PlatformErrorOptions = {}) {
    super('LOCKED', 'The door is locked.', true, options);
  }
}

const circle: { self?: unknown } = {};
circle.self = circle;

describe('PlatformError', () => {
  it('carries its code, whether to try again, and what it came from', () => {
    const cause = new Error('no key');
    const error = new DoorError({ cause, details: { door: 7 } });
    expect(error).toMatchObject({ name: 'DoorError', code: 'LOCKED', retryable: true, cause, details: { door: 7 } });
    expect(new DoorError()).toMatchObject({ details: {} });
    expect('cause' in new DoorError()).toBe(false);
  });
});

describe('invariant', () => {
  it('passes what holds, and throws the sentence with the values otherwise', () => {
    expect(() => invariant(1, 'One is there.')).not.toThrow();
    expect(() => invariant(0, 'One is there.')).toThrow(new InvariantViolation('One is there.', {}));
    expect(() => invariant(null, 'One is there.', { found: null, id: 'a', list: [1] })).toThrow(
      'One is there. (found: null, id: a, list: [1])',
    );
  });

  it.each([
    [circle, 'value: [object Object]'],
    [Object.assign(Object.create(null) as object, { big: 1n }), 'value: [object Object]'],
    [{ big: 1n }, 'value: [object Object]'],
    [Symbol('sign'), 'value: Symbol(sign)'],
    [undefined, 'value: undefined'],
    [10n, 'value: 10'],
  ])('says so whatever the values are', (value, text) => {
    expect(() => invariant(false, 'It broke.', { value })).toThrow(InvariantViolation);
    expect(() => invariant(false, 'It broke.', { value })).toThrow(`It broke. (${text})`);
  });

  it('ends an exhaustive switch', () => {
    expect(() => assertNever('surprise' as never)).toThrow('surprise');
  });
});

describe('messageOf', () => {
  it.each([
    [new Error('no'), 'no'],
    ['no', 'no'],
    [7, '7'],
    [undefined, 'undefined'],
  ])('takes anything that was thrown', (thrown, text) => {
    expect(messageOf(thrown)).toBe(text);
  });
});
