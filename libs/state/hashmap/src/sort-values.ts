import type { RowRange, ValueArray } from '@weir/engine-core';
import type { TurnBudget } from './turn-budget.ts';

/**
 * A column of values, one a slot, as entries of a snapshot: slot s becomes entry places[s]. It is read in its own order and written to as many
 * places as there are groups: the other way round each value would come from a cache line of its own.
 */
export async function sortValues<Values extends ValueArray>(
  source: Values,
  places: Int32Array,
  budget: TurnBudget,
): Promise<Values> {
  const sorted = emptyLike(source, places.length);
  await budget.inTurns(0, places.length, (from, to) => scatter(source, sorted, { places, from, to }));
  return sorted;
}

function emptyLike<Values extends ValueArray>(source: Values, length: number): Values {
  return new (source.constructor as new (length: number) => Values)(length);
}

interface Scatter extends RowRange {
  readonly places: Int32Array;
}

// One function for each array type: a loop that meets several is several times slower.

function scatter(source: ValueArray, target: ValueArray, range: Scatter): void {
  if (source instanceof Float64Array && target instanceof Float64Array) scatterDoubles(source, target, range);
  else if (source instanceof Int32Array && target instanceof Int32Array) scatterInts(source, target, range);
  else if (source instanceof Uint8Array && target instanceof Uint8Array) scatterBytes(source, target, range);
}

function scatterDoubles(source: Float64Array, target: Float64Array, { places, from, to }: Scatter): void {
  for (let slot = from; slot < to; slot += 1) target[places[slot] as number] = source[slot] as number;
}

function scatterInts(source: Int32Array, target: Int32Array, { places, from, to }: Scatter): void {
  for (let slot = from; slot < to; slot += 1) target[places[slot] as number] = source[slot] as number;
}

function scatterBytes(source: Uint8Array, target: Uint8Array, { places, from, to }: Scatter): void {
  for (let slot = from; slot < to; slot += 1) target[places[slot] as number] = source[slot] as number;
}
