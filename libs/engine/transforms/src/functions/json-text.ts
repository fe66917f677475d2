import type { TypedExpression } from '@weir/job-spec';
import type { KernelCompiler } from '../expressions/kernel-compiler.ts';
import type { Kernel } from '../expressions/kernel.ts';
import { toBoolean, toText, VALUE } from './function-kernel.ts';
import { parseJson } from './json-search.ts';

type IsJson = Extract<TypedExpression, { kind: 'is-json' }>;

/** `IS [NOT] JSON`. */
export function compileIsJson(compiler: KernelCompiler, node: IsJson, operand: Kernel): Kernel {
  const { test, isNegated } = node;
  const make = toBoolean((given) => {
    const text = given.text(0);
    return (row, out) => {
      out[row] = isJson(text.text(row), test) !== isNegated ? 1 : 0;
      return VALUE;
    };
  });
  return make(compiler, { ...node, kind: 'call', function: 'JSON_QUOTE', arguments: [node.operand] }, [operand]);
}

function isJson(text: string, test: IsJson['test']): boolean {
  const value = parseJson(text);
  if (value === undefined) return false;
  if (test === 'JSON') return true;
  const kind = typeof value !== 'object' || value === null ? 'SCALAR' : Array.isArray(value) ? 'ARRAY' : 'OBJECT';
  return test === `JSON ${kind}`;
}

export const jsonQuote = toText((given) => {
  const text = given.text(0);
  return (row, out) => {
    out.write(JSON.stringify(text.text(row)));
    return VALUE;
  };
});

export const jsonUnquote = toText((given) => {
  const text = given.text(0);
  return (row, out) => {
    const quoted = text.text(row);
    const value = quoted.startsWith('"') ? parseJson(quoted) : undefined;
    out.write(typeof value === 'string' ? value : quoted);
    return VALUE;
  };
});
