import { jobSpecJsonSchema, operatorRoles, operatorTypes, type OperatorType } from '@weir/job-spec';
import type { z } from 'zod';
import type * as contract from '../contract/cluster.schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** A sentence for each operator type; a new one without a sentence does not compile. */
const descriptions: Record<OperatorType, string> = {
  elements: 'Rows written in the spec, in order.',
  datagen: 'Seeded rows, at a rate or as fast as they are taken.',
  'socket-text': 'Lines from a TCP connection; they cannot be read again after a failure.',
  map: 'Computes columns from expressions.',
  filter: 'Keeps the rows for which an expression is true.',
  'flat-map': 'Splits a text column into one row for each part.',
  union: 'Merges inputs that have the same columns.',
  aggregate: 'Running aggregates by key: SUM, COUNT, MIN, MAX, AVG.',
  print: 'Keeps the last rows for people to look at.',
  blackhole: 'Counts rows and drops them.',
  file: 'Writes rows to files that appear when the checkpoint that covers them completes.',
};

const kinds = { source: 'SOURCE', transform: 'TRANSFORM', sink: 'SINK' } as const;

/** Operator types with the JSON Schema of their options, from the job spec's own schema. */
export function connectorBodies(): readonly z.output<typeof contract.connector>[] {
  const schemas = operatorSchemas(jobSpecJsonSchema());
  return operatorTypes.map((type) => ({
    type,
    kind: kinds[operatorRoles[type]],
    description: descriptions[type],
    options: { ...schemas.get(type) },
  }));
}

function operatorSchemas(schema: Json): ReadonlyMap<string, Json> {
  const operators = child(child(schema, 'properties'), 'operators');
  const alternatives = child(operators, 'items')['oneOf'];
  const found = Array.isArray(alternatives) ? (alternatives as Json[]) : [];
  return new Map(
    found.map((alternative) => [String(child(child(alternative, 'properties'), 'type')['const']), alternative]),
  );
}

function child(value: Json, name: string): Json {
  const found = value[name];
  return typeof found === 'object' && found !== null ? (found as Json) : {};
}
