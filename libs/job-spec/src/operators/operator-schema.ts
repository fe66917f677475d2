import { z } from 'zod';
import { datagenSchema } from './datagen.ts';
import { blackholeSchema, fileSinkSchema, printSchema } from './sink-schemas.ts';
import { elementsSchema, socketTextSchema } from './source-schemas.ts';
import { aggregateSchema, filterSchema, flatMapSchema, mapSchema, unionSchema } from './transform-schemas.ts';

export const operatorSchemas = [
  elementsSchema,
  datagenSchema,
  socketTextSchema,
  mapSchema,
  filterSchema,
  flatMapSchema,
  unionSchema,
  aggregateSchema,
  printSchema,
  blackholeSchema,
  fileSinkSchema,
] as const;

export const operatorSchema = z
  .discriminatedUnion('type', operatorSchemas)
  .describe('A source, a transform or a sink, by its `type`.');
export type OperatorSpec = z.output<typeof operatorSchema>;
export type OperatorType = OperatorSpec['type'];
export type OperatorRole = 'source' | 'transform' | 'sink';

export const operatorRoles: Readonly<Record<OperatorType, OperatorRole>> = {
  elements: 'source',
  datagen: 'source',
  'socket-text': 'source',
  map: 'transform',
  filter: 'transform',
  'flat-map': 'transform',
  union: 'transform',
  aggregate: 'transform',
  print: 'sink',
  blackhole: 'sink',
  file: 'sink',
};

export const operatorTypes = Object.keys(operatorRoles) as readonly OperatorType[];

/** Types that are planned, so that the message for one can say so. */
export const plannedOperatorTypes: ReadonlySet<string> = new Set([
  'kafka',
  'window',
  'join',
  'deduplicate',
  'top-n',
  'broadcast-join',
  'postgres',
  'http',
  'process',
]);
