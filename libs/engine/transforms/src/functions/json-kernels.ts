import { parseJsonPath, type JsonPath, type TypedExpression } from '@weir/job-spec';
import { assertNever } from '@weir/kernel';
import { fits } from '../expressions/cast-number-kernel.ts';
import type { KernelCompiler } from '../expressions/kernel-compiler.ts';
import type { Kernel } from '../expressions/kernel.ts';
import { parseDouble, parseTruth, parseWhole } from '../expressions/parse-value.ts';
import {
  FAILED,
  type FunctionBody,
  NULL,
  type Outcome,
  toBoolean,
  toDouble,
  toInt,
  toText,
  VALUE,
} from './function-kernel.ts';
import type { FunctionArguments } from './function-arguments.ts';
import { type Found, findInJson, type JsonNode, JsonReader } from './json-search.ts';
import type { TextWriter } from './text-writer.ts';

type JsonNodeCall = Extract<TypedExpression, { kind: 'json' }>;
type Cell = string | number | boolean;

/** JSON_VALUE, JSON_QUERY and JSON_EXISTS. */
export function compileJsonCall(compiler: KernelCompiler, call: JsonNodeCall, operands: readonly Kernel[]): Kernel {
  const make =
    {
      STRING: toText((given) => bodyOf<TextWriter>(call, given, (value, _row, out) => out.write(String(value)))),
      INT: toInt((given) => bodyOf<Int32Array>(call, given, put)),
      BOOLEAN: toBoolean((given) => bodyOf<Uint8Array>(call, given, put)),
    }[call.type as 'STRING' | 'INT' | 'BOOLEAN'] ?? toDouble((given) => bodyOf<Float64Array>(call, given, put));
  // Only the type and the arguments of a call count for its kernel.
  return make(compiler, { ...call, kind: 'call', function: 'JSON_QUOTE', arguments: [call.json, call.path] }, operands);
}

function put(value: Cell, row: number, out: Int32Array | Float64Array | Uint8Array): void {
  out[row] = Number(value);
}

type Put<Out> = (value: Cell, row: number, out: Out) => void;

function bodyOf<Out>(call: JsonNodeCall, given: FunctionArguments, write: Put<Out>): FunctionBody<Out> {
  const json = given.text(0);
  const path = pathOf(given);
  const reader = new JsonReader();
  const result = { value: null as Cell | null, isError: false };
  return {
    write: (row, out): Outcome => {
      const steps = path(row);
      const found: Found = steps === null ? { kind: 'error' } : findInJson(reader.read(json.text(row)), steps);
      resolve(call, found, result);
      if (result.isError) return FAILED;
      if (result.value === null) return NULL;
      write(result.value, row, out);
      return VALUE;
    },
    explain: (row) => ({
      code: 'INVALID_CAST',
      detail: `there is no such value at ${path(row) === null ? 'a path that is none' : path.text(row)} in ${JSON.stringify(json.text(row).slice(0, 100))}`,
    }),
  };
}

function pathOf(
  given: FunctionArguments,
): ((row: number) => JsonPath | null) & { readonly text: (row: number) => string } {
  const path = given.text(1);
  const last: { text: string | null; path: JsonPath | null } = { text: null, path: null };
  const read = (row: number): JsonPath | null => {
    const text = path.text(row);
    if (text !== last.text) {
      const parsed = parseJsonPath(text);
      Object.assign(last, { text, path: 'problem' in parsed ? null : parsed });
    }
    return last.path;
  };
  return Object.assign(read, { text: (row: number) => path.text(row) });
}

/** What a call makes of what stands at the path. */
function resolve(call: JsonNodeCall, found: Found, result: { value: Cell | null; isError: boolean }): void {
  const taken = takenBy(call, found);
  const fallback = taken === 'empty' ? call.onEmpty : taken === 'error' ? call.onError : undefined;
  result.isError = fallback?.kind === 'ERROR';
  if (fallback === undefined) result.value = taken === null ? null : (taken as { readonly value: Cell }).value;
  else result.value = fallback.kind === 'ERROR' ? null : fallback.value;
}

type Taken = { readonly value: Cell } | null | 'empty' | 'error';

function takenBy(call: JsonNodeCall, found: Found): Taken {
  switch (call.function) {
    case 'JSON_EXISTS':
      return found.kind === 'error' ? 'error' : { value: found.kind === 'nodes' };
    case 'JSON_VALUE':
      return found.kind === 'nodes' ? scalarOf(found.nodes, call) : found.kind;
    case 'JSON_QUERY':
      return found.kind === 'nodes' ? queried(found, call.wrapper) : found.kind;
    default:
      return assertNever(call.function);
  }
}

function scalarOf(nodes: readonly JsonNode[], call: JsonNodeCall): Taken {
  const [node] = nodes;
  if (nodes.length !== 1 || node === undefined) return 'error';
  if (node === null) return null;
  if (typeof node === 'object') return 'error';
  return convert(node, call);
}

/** A text, number or truth value of JSON as the type that is returned. */
function convert(node: Cell, { type }: JsonNodeCall): Taken {
  if (type === 'STRING') return { value: String(node) };
  const text = String(node);
  const value = type === 'BOOLEAN' ? parseTruth(text) : type === 'DOUBLE' ? parseDouble(text) : parseWhole(text);
  if (value === undefined || type === 'TIMESTAMP' || !fits(value, type)) return 'error';
  return { value };
}

function queried({ nodes, isList }: Extract<Found, { kind: 'nodes' }>, wrapper: JsonNodeCall['wrapper']): Taken {
  const [node = null] = nodes;
  const single = isList ? nodes : node;
  const isContainer = typeof single === 'object' && single !== null;
  const isWrapped = wrapper === 'UNCONDITIONAL' || (wrapper === 'CONDITIONAL' && !isContainer);
  if (isWrapped) return { value: JSON.stringify([single]) };
  if (single === null) return null;
  return isContainer ? { value: JSON.stringify(single) } : 'error';
}
