import { describe, expect, it } from 'vitest';
import { checkJson, JSON_DEPTH_MAX, JSON_VALUES_MAX } from './check-json.ts';

describe('checkJson', () => {
  it('accepts JSON data', () => {
    expect(checkJson(JSON.parse('{"a":[1,"x",null,true,{"b":{}}]}'))).toBeUndefined();
    expect(checkJson(null)).toBeUndefined();
  });

  it('refuses 20 000 levels without running out of stack', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(checkJson(deep)).toMatchObject({ code: 'NESTING_TOO_DEEP', pointer: '/0'.repeat(JSON_DEPTH_MAX) });
  });

  it.each([
    ['{"a":{"__proto__":{"x":1}}}', '/a/__proto__'],
    ['{"constructor":1}', '/constructor'],
    ['[{"prototype":1}]', '/0/prototype'],
  ])('refuses keys that reach a prototype: %s', (text, pointer) => {
    expect(checkJson(JSON.parse(text))).toMatchObject({ code: 'FORBIDDEN_KEY', pointer });
  });

  it('refuses more values than a spec may hold', () => {
    expect(checkJson({ rows: Array(JSON_VALUES_MAX + 1).fill(1) })).toMatchObject({ code: 'TOO_LARGE' });
    expect(checkJson({ rows: Array(800).fill(Array(700).fill(1)) })).toMatchObject({ code: 'TOO_LARGE' });
  });

  it.each([[() => 1], [Symbol('x')], [1n], [NaN], [Infinity], [new Map()], [new Date(0)]])('refuses %s', (value) => {
    expect(checkJson({ value })).toMatchObject({ code: 'NOT_JSON', pointer: '/value' });
  });

  it('ends on a value that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop['again'] = loop;
    expect(checkJson(loop)).toMatchObject({ code: 'NESTING_TOO_DEEP' });
  });
});
