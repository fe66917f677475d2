import { jobSpecJsonSchema, operatorRoles, operatorTypes } from '@weir/job-spec';
import type { z } from 'zod';
import type * as contract from '../contract/cluster.schema.ts';

type Json = Readonly<Record<string, unknown>>;

const kinds = { source: 'SOURCE', transform: 'TRANSFORM', sink: 'SINK' } as const;

/** Operator types with what they do and the JSON Schema of their options, from the job spec's own schema. */
export function connectorBodies(): readonly z.output<typeof contract.connector>[] {
  const schemas = operatorSchemas(jobSpecJsonSchema());
  return operatorTypes.map((type) => {
    const options = { ...schemas.get(type) };
    return { type, kind: kinds[operatorRoles[type]], description: String(options['description']), options };
  });
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
