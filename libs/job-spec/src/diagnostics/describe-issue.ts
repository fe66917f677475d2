import type { z } from 'zod';
import { jobSpecFields } from '../job-spec.ts';
import { operatorRoles, operatorSchemas, operatorTypes, plannedOperatorTypes } from '../operators/operator-schema.ts';
import { describeNames } from './describe-names.ts';
import { DIAGNOSTICS_MAX, errorAt, type Diagnostic, type DiagnosticCode, type PointerPath } from './diagnostic.ts';
import { didYouMean } from './did-you-mean.ts';

type Issue = z.core.$ZodIssue;

/** What Flink has and this version has not, by the field that would name it. */
const plannedValues: Readonly<Record<string, ReadonlySet<string>>> = {
  stateBackend: new Set(['rocksdb', 'memory', 'forst']),
  checkpointStorage: new Set(['memory', 'jobmanager', 'hdfs', 's3']),
};

/** One finding of the schema as diagnostics: in the words of a spec, with the value that is wrong. */
export function describeIssue(issue: Issue, input: unknown): readonly Diagnostic[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? part.toString() : part));
  const value = valueAt(input, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, DIAGNOSTICS_MAX).map((key) => describeUnknownField(path, key, value));
    case 'invalid_type':
      return [describeWrongType(path, value, issue.expected === 'int' ? 'whole number' : issue.expected)];
    case 'invalid_value':
      return [describeWrongValue(path, value, issue.values.map(String))];
    case 'invalid_union':
      return [describeUnion(issue, path, value)];
    case 'too_big':
      return [describeBound(issue, path, value)];
    case 'too_small':
      return [describeBound(issue, path, value)];
    case 'invalid_key':
      return issue.issues
        .slice(0, 1)
        .map((inner) => errorAt(path, 'INVALID_VALUE', `${quoted(path.at(-1))}: ${inner.message}`));
    case 'custom':
      return [
        errorAt(path, issue.params?.['code'] === 'OUT_OF_RANGE' ? 'OUT_OF_RANGE' : 'INVALID_VALUE', issue.message),
      ];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
      return [errorAt(path, 'INVALID_VALUE', issue.message)];
  }
}

function describeUnknownField(path: PointerPath, key: string, owner: unknown): Diagnostic {
  const at = [...path, key];
  const known = knownFields(path, owner);
  if (path.length === 2 && path[0] === 'operators' && (key === 'input' || key === 'inputs')) {
    return errorAt(
      at,
      'WRONG_INPUT_COUNT',
      `${quoted(typeOf(owner))} takes ${inputsOf(known)}; ${quoted(key)} does not belong here.`,
    );
  }
  const list = known.length > 0 ? ` Fields here are ${describeNames(known)}.` : '';
  return errorAt(at, 'UNKNOWN_FIELD', `There is no field ${quoted(key)} here.${didYouMean(key, known)}${list}`);
}

function inputsOf(known: readonly string[]): string {
  if (known.includes('input')) return 'one input, named by "input"';
  return known.includes('inputs') ? 'several inputs, listed in "inputs"' : 'no input: it is a source';
}

function describeWrongType(path: PointerPath, value: unknown, expected: string): Diagnostic {
  const field = quoted(path.at(-1) ?? 'the spec');
  if (value === undefined) {
    return errorAt(path, 'MISSING_FIELD', `${field} is missing; it takes ${article(expected)}.`);
  }
  return errorAt(path, 'INVALID_TYPE', `${field} must be ${article(expected)}, but it is ${describeValue(value)}.`);
}

function describeWrongValue(path: PointerPath, value: unknown, allowed: readonly string[]): Diagnostic {
  if (value === undefined)
    return errorAt(path, 'MISSING_FIELD', `${quoted(path.at(-1))} is missing; it takes ${describeNames(allowed)}.`);
  const planned = plannedValues[String(path[0])];
  if (typeof value === 'string' && path[1] === 'type' && planned?.has(value)) {
    const message = `${quoted(path[0])} ${quoted(value)} is not part of this version; it has ${describeNames(allowed)}.`;
    return errorAt(path, 'UNSUPPORTED', message);
  }
  const hint = typeof value === 'string' ? didYouMean(value, allowed) : '';
  return errorAt(path, 'INVALID_VALUE', `${describeValue(value)} is not one of ${describeNames(allowed)}.${hint}`);
}

function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: PointerPath,
  value: unknown,
): Diagnostic {
  if (path[0] === 'operators' && path.length === 3 && path[2] === 'type') return describeOperatorType(path, value);
  if ('options' in issue && Array.isArray(issue.options))
    return describeWrongValue(path, value, issue.options.map(String));
  // A union of plain types: the option that the value has the type of says more than the list of types.
  const close = issue.errors.find((errors) => errors.every((error) => error.code !== 'invalid_type'));
  const [first] = close ?? [];
  if (first)
    return (
      describeIssue({ ...first, path: [...path, ...first.path] }, rooted(path, value))[0] ?? wrongUnion(path, value)
    );
  return wrongUnion(
    path,
    value,
    issue.errors.flatMap((errors) => errors.map((error) => ('expected' in error ? error.expected : ''))),
  );
}

function wrongUnion(path: PointerPath, value: unknown, expected: readonly string[] = []): Diagnostic {
  const types = [...new Set(expected.filter((type) => type !== ''))].map(article);
  const wanted = types.length > 0 ? types.join(' or ') : 'something else';
  return errorAt(path, 'INVALID_TYPE', `${quoted(path.at(-1))} must be ${wanted}, but it is ${describeValue(value)}.`);
}

function describeOperatorType(path: PointerPath, value: unknown): Diagnostic {
  const known = describeNames(operatorTypes);
  if (value === undefined) return errorAt(path, 'MISSING_FIELD', `"type" is missing; there are ${known}.`);
  if (typeof value === 'string' && plannedOperatorTypes.has(value)) {
    return errorAt(path, 'UNSUPPORTED', `${quoted(value)} is not part of this version; there are ${known}.`);
  }
  const hint = typeof value === 'string' ? didYouMean(value, operatorTypes) : '';
  return errorAt(
    path,
    'UNKNOWN_OPERATOR_TYPE',
    `${describeValue(value)} is no operator type.${hint} There are ${known}.`,
  );
}

function describeBound(
  issue: Extract<Issue, { code: 'too_big' | 'too_small' }>,
  path: PointerPath,
  value: unknown,
): Diagnostic {
  const bound = issue.code === 'too_big' ? `at most ${issue.maximum}` : `at least ${issue.minimum}`;
  const field = quoted(path.at(-1) ?? 'the spec');
  const code: DiagnosticCode = 'OUT_OF_RANGE';
  if (typeof value === 'string')
    return errorAt(path, code, `${field} must have ${bound} characters, but it has ${value.length}.`);
  if (Array.isArray(value))
    return errorAt(path, code, `${field} must have ${bound} items, but it has ${value.length}.`);
  return errorAt(path, code, `${field} must be ${bound}, but it is ${describeValue(value)}.`);
}

/** Fields that an object at `path` may have, as far as the schema tells without knowing more than the object's type. */
function knownFields(path: PointerPath, owner: unknown): readonly string[] {
  if (path.length === 0) return Object.keys(jobSpecFields.shape);
  if (path.length !== 2 || path[0] !== 'operators') return [];
  const schema = operatorSchemas.find((candidate) => candidate.shape.type.value === typeOf(owner));
  return schema ? Object.keys(schema.shape) : [];
}

function typeOf(owner: unknown): string | undefined {
  if (typeof owner !== 'object' || owner === null || !('type' in owner)) return undefined;
  return typeof owner.type === 'string' && Object.hasOwn(operatorRoles, owner.type) ? owner.type : undefined;
}

function valueAt(input: unknown, path: PointerPath): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
}

/** An input that holds `value` at `path`, so that an inner issue finds it. */
function rooted(path: PointerPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
}

const SHOWN_LENGTH_MAX = 60;

function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'no value';
  return JSON.stringify(value.length > SHOWN_LENGTH_MAX ? `${value.slice(0, SHOWN_LENGTH_MAX)}…` : value);
}

function quoted(name: unknown): string {
  return JSON.stringify(String(name));
}

function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    'whole number': 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    record: 'an object',
    null: 'null',
  };
  return words[type] ?? type;
}
