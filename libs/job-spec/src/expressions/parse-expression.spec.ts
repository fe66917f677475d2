import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, ExpressionShape } from './expression.ts';
import { EXPRESSION_LENGTH_MAX, parseExpression } from './parse-expression.ts';
import { printExpression } from './print-expression.ts';

function printed(text: string): string {
  const result = parseExpression(text);
  return result.ok ? printExpression(result.value) : `${result.problem.code}: ${result.problem.message}`;
}

describe('parseExpression', () => {
  it.each([
    ['a + b * c', 'a + (b * c)'],
    ['a * b + c', '(a * b) + c'],
    ['a - b - c', '(a - b) - c'],
    ['a % b * c', '(a % b) * c'],
    ['-a * b', '(- a) * b'],
    ['a OR b AND c', 'a OR (b AND c)'],
    ['NOT a = b', 'NOT (a = b)'],
    ['NOT a AND b', '(NOT a) AND b'],
    ['a = b IS NULL', '(a = b) IS NULL'],
    ['a || b || c', '(a || b) || c'],
    ['a + 1 BETWEEN b AND c + 1 AND d', '((a + 1) BETWEEN b AND (c + 1)) AND d'],
    ['a NOT BETWEEN 1 AND 2 OR b', '(a NOT BETWEEN 1 AND 2) OR b'],
    ["a NOT LIKE 'x!%' ESCAPE '!'", "a NOT LIKE 'x!%' ESCAPE '!'"],
    ['a NOT IN (1, b + 1)', 'a NOT IN (1, b + 1)'],
    ['a != b', 'a <> b'],
    ['a is not true', 'a IS NOT TRUE'],
    ['a IS UNKNOWN', 'a IS NULL'],
    ['case a when 1 then b end', 'CASE a WHEN 1 THEN b END'],
    ['CASE WHEN a THEN b ELSE c END', 'CASE WHEN a THEN b ELSE c END'],
    ['CAST(a AS double precision)', 'CAST(a AS DOUBLE PRECISION)'],
    ['cast(a as timestamp(3))', 'CAST(a AS TIMESTAMP(3))'],
    ['substring(a from 2 for 3)', 'SUBSTRING(a, 2, 3)'],
    ["TRIM(LEADING 'x' FROM a)", "TRIM(LEADING 'x' FROM a)"],
    ['TRIM(TRAILING FROM a)', 'TRIM(TRAILING FROM a)'],
    ['TRIM(a)', 'TRIM(BOTH FROM a)'],
    ['COUNT(*)', 'COUNT(*)'],
    ['SUM(DISTINCT a)', 'SUM(DISTINCT a)'],
    ['"my ""col" + `b``c`', '"my ""col" + "b`c"'],
    ['"case"', '"case"'],
    ["'it''s'", "'it''s'"],
    ['1.5e3 + .5 + 2.', '(1.5e3 + .5) + 2.'],
    ["TIMESTAMP '2024-01-02 03:04:05'", "TIMESTAMP '2024-01-02 03:04:05'"],
    ['a -- the rest is a comment\n + /* so\n is this */ b', 'a + b'],
    ['größe > 1', 'größe > 1'],
  ])('reads %s as %s', (text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  it.each([
    ['', 0, 0],
    ['   ', 3, 0],
    ['a +', 3, 0],
    ['(a', 2, 0],
    ['a b', 2, 1],
    ["'open", 0, 5],
    ['"open', 0, 5],
    ['""', 0, 2],
    ['1abc', 0, 4],
    ['a ; b', 2, 1],
    ['f(a,)', 4, 1],
    ['CASE WHEN a THEN b', 18, 0],
    ['CASE a END', 7, 3],
    ['a IN ()', 6, 1],
    ['a NOT b', 2, 3],
    ['CAST(a AS 5)', 10, 1],
    ['a IS b', 5, 1],
    ['WHEN', 0, 4],
    ['x = 😀', 4, 2],
    ['TRIM(LEADING a)', 14, 1],
  ])('refuses %j at %d', (text, offset, length) => {
    const result = parseExpression(text);
    expect(result).toMatchObject({ ok: false, problem: { code: 'SYNTAX_ERROR', position: { offset, length } } });
  });

  it('gives each node its range of the text', () => {
    const result = parseExpression('  a + LOWER( b )');
    expect(result).toMatchObject({
      ok: true,
      value: {
        span: { offset: 2, length: 14 },
        right: { span: { offset: 6, length: 10 }, arguments: [{ span: { offset: 13, length: 1 } }] },
      },
    });
  });

  it('refuses a text that is too long, a nesting that is too deep and a chain that is too long', () => {
    const tooComplex = { ok: false, problem: { code: 'EXPRESSION_TOO_COMPLEX' } };
    expect(parseExpression('a'.repeat(EXPRESSION_LENGTH_MAX + 1))).toMatchObject(tooComplex);
    expect(parseExpression(`${'('.repeat(1_500)}a${')'.repeat(1_500)}`)).toMatchObject(tooComplex);
    expect(parseExpression('NOT '.repeat(900) + 'a')).toMatchObject(tooComplex);
    expect(parseExpression('-'.repeat(2) + 'a')).toMatchObject({ ok: false, problem: { code: 'SYNTAX_ERROR' } });
    expect(parseExpression(Array(1_000).fill('a').join('+'))).toMatchObject(tooComplex);
    expect(parseExpression(Array(250).fill('a').join('+'))).toMatchObject({ ok: true });
    expect(parseExpression(`${'('.repeat(90)}a${')'.repeat(90)}`)).toMatchObject({ ok: true });
  });

  it('answers every text with a result', () => {
    const fragments = fc.constantFrom(
      ...[
        'a',
        '1',
        "'",
        '"',
        '`',
        '(',
        ')',
        ',',
        '+',
        '-',
        '*',
        '/',
        '||',
        '=',
        '<>',
        '.',
        ' ',
        'NOT ',
        'IN',
        'BETWEEN ',
        'AND ',
      ],
      ...[
        'CASE ',
        'WHEN ',
        'THEN ',
        'END',
        'CAST(',
        'AS ',
        'TRIM(',
        'BOTH ',
        'FROM ',
        'LIKE ',
        'IS ',
        'NULL',
        '/*',
        '*/',
        '--',
        '\n',
        '😀',
      ],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseExpression(text);
        if (result.ok) return;
        const { offset, length } = result.problem.position;
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset + length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads back what is printed of any tree', () => {
    fc.assert(
      fc.property(anyExpression(), (tree) => {
        const text = printExpression(tree);
        fc.pre(text.length <= EXPRESSION_LENGTH_MAX);
        const result = parseExpression(text);
        expect(result.ok ? withoutSpans(result.value) : `${result.problem.message} in ${text}`).toEqual(
          withoutSpans(tree),
        );
      }),
      { numRuns: 500 },
    );
  });
});

function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (/span$/i.test(key) ? undefined : inner)));
}

type Shapes = fc.Arbitrary<ExpressionShape>;

const nowhere = { offset: 0, length: 0 };

/** Trees of every kind of node. */
function anyExpression(): fc.Arbitrary<Expression> {
  return fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc
      .oneof({ maxDepth: 4, withCrossShrink: true }, leaves(), ...operators(tie('tree')), ...constructs(tie('tree')))
      .map((shape) => ({ ...shape, span: nowhere })),
  })).tree;
}

function leaves(): Shapes {
  const names = fc.constantFrom('a', 'b1', '_x', 'case', 'From', 'a b', 'q"q', 'lower', 'timestamp', 'größe');
  const intervalUnits = fc.constantFrom('DAY', 'MONTH', 'DAY TO SECOND');
  const decimals = fc.constantFrom('0.5', '.25', '7.', '1e9', '2.5E-3');
  return fc.oneof<Shapes[]>(
    fc.oneof(names, fc.string({ minLength: 1, maxLength: 5 })).map((name) => ({ kind: 'column', name })),
    fc.nat().map((value) => ({ kind: 'number', text: String(value), isInteger: true })),
    decimals.map((text) => ({ kind: 'number', text, isInteger: false })),
    fc.string().map((value) => ({ kind: 'string', value })),
    fc.boolean().map((value) => ({ kind: 'boolean', value })),
    fc.constant({ kind: 'null' }),
    fc.string().map((text) => ({ kind: 'timestamp', text })),
    fc.record({ kind: fc.constant('interval'), text: fc.string(), unit: intervalUnits, isNegative: fc.boolean() }),
  );
}

function operators(tree: fc.Arbitrary<Expression>): readonly Shapes[] {
  const isNegated = fc.boolean();
  const items = fc.array(tree, { minLength: 1, maxLength: 3 });
  const escape = fc.option(tree, { nil: null });
  const signs = ['+', '-', '*', '/', '%', '||', '=', '<>', '<', '<=', '>', '>=', 'AND', 'OR'] as const;
  const test = fc.constantFrom('NULL', 'TRUE', 'FALSE', 'JSON', 'JSON OBJECT');
  const isSymmetric = fc.boolean();
  const operator = fc.constantFrom('LIKE', 'SIMILAR TO');
  return [
    fc.record({ kind: fc.constant('unary'), operator: fc.constantFrom('-', '+', 'NOT'), operand: tree }),
    fc.record({ kind: fc.constant('binary'), operator: fc.constantFrom(...signs), left: tree, right: tree }),
    fc.record({ kind: fc.constant('is'), operand: tree, test, isNegated }),
    fc.record({ kind: fc.constant('in'), operand: tree, items, isNegated }),
    fc.record({ kind: fc.constant('between'), operand: tree, low: tree, high: tree, isSymmetric, isNegated }),
    fc.record({ kind: fc.constant('like'), operator, operand: tree, pattern: tree, escape, isNegated }),
    fc.record({ kind: fc.constant('distinct'), left: tree, right: tree, isNegated }),
  ];
}

function constructs(tree: fc.Arbitrary<Expression>): readonly Shapes[] {
  const orNull = fc.option(tree, { nil: null });
  const branches = fc.array(fc.record({ when: tree, then: tree }), { minLength: 1, maxLength: 2 });
  const typeName = fc.constantFrom('INT', 'DOUBLE PRECISION', 'TIMESTAMP(3)');
  const side = fc.constantFrom('BOTH', 'LEADING', 'TRAILING');
  const call = fc.record({
    name: fc.constantFrom('LOWER', 'CONCAT', 'SUBSTRING', 'X'),
    arguments: fc.array(tree, { maxLength: 3 }),
  });
  return [
    fc.record({ kind: fc.constant('case'), subject: orNull, branches, otherwise: orNull }),
    fc.record({
      kind: fc.constant('cast'),
      operand: tree,
      typeName,
      typeSpan: fc.constant(nowhere),
      isTry: fc.boolean(),
    }),
    jsonCalls(tree),
    specialCalls(tree),
    fc.record({ kind: fc.constant('trim'), side, characters: orNull, operand: tree }),
    call.map((shape) => ({ kind: 'call', nameSpan: nowhere, isStar: false, isDistinct: false, ...shape })),
  ];
}

function jsonCalls(tree: fc.Arbitrary<Expression>): Shapes {
  const shared = { kind: fc.constant('json'), operand: tree, path: tree, returning: fc.constant(null) } as const;
  const words = <Word extends string>(...kinds: Word[]) =>
    fc.option(fc.record({ kind: fc.constantFrom(...kinds) }), { nil: null });
  const defaults = fc.option(fc.record({ kind: fc.constant('DEFAULT'), value: tree }), { nil: null });
  return fc.oneof(
    fc.record({
      ...shared,
      function: fc.constant('JSON_VALUE'),
      wrapper: fc.constant('WITHOUT'),
      onEmpty: fc.oneof(defaults, words('NULL', 'ERROR')),
      onError: defaults,
    }),
    fc.record({
      ...shared,
      function: fc.constant('JSON_QUERY'),
      wrapper: fc.constantFrom('WITHOUT', 'CONDITIONAL', 'UNCONDITIONAL'),
      onEmpty: words('NULL', 'EMPTY ARRAY'),
      onError: words('EMPTY OBJECT', 'ERROR'),
    }),
  );
}

function specialCalls(tree: fc.Arbitrary<Expression>): Shapes {
  const unit = fc.constantFrom('YEAR', 'HOUR').map((name): Expression => ({ kind: 'unit', unit: name, span: nowhere }));
  return fc
    .oneof(
      fc.record({ name: fc.constantFrom('FLOOR TO', 'CEIL TO'), arguments: fc.tuple(tree, unit) }),
      fc.record({ name: fc.constant('EXTRACT'), arguments: fc.tuple(unit, tree) }),
      fc.record({ name: fc.constant('TIMESTAMPDIFF'), arguments: fc.tuple(unit, tree, tree) }),
      fc.record({ name: fc.constant('POSITION'), arguments: fc.tuple(tree, tree) }),
      fc.record({ name: fc.constant('OVERLAY'), arguments: fc.array(tree, { minLength: 3, maxLength: 4 }) }),
    )
    .map((shape) => ({ kind: 'call', nameSpan: nowhere, isStar: false, isDistinct: false, ...shape }));
}
