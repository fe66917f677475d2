import type { FunctionArguments, TextArgument } from './function-arguments.ts';
import { type MakeFunction, type RowFunction, toBoolean, toDouble, toInt, toText, VALUE } from './function-kernel.ts';

type Values = Int32Array | Float64Array | Uint8Array;

/** GREATEST and LEAST, of any type. */
const extreme = (sign: 1 | -1): MakeFunction => {
  const ofNumbers = (given: FunctionArguments): RowFunction<Values> => {
    const all = Array.from({ length: given.count }, (_, place) => given.number(place));
    return (row, out) => {
      for (let place = 0; place < all.length; place += 1) {
        const { values } = all[place] as (typeof all)[number];
        const [value, best] = [values[row] as number, out[row] as number];
        // NaN is above all numbers.
        const isAbove = sign === 1 ? value > best || value !== value : value < best || best !== best;
        if (place === 0 || isAbove) out[row] = value;
      }
      return VALUE;
    };
  };
  const ofTexts = toText((given) => {
    const all = Array.from({ length: given.count }, (_, place) => given.text(place));
    return (row, out) => {
      let best = all[0] as TextArgument;
      for (const text of all) if (order(text, best, row) * sign > 0) best = text;
      out.copy(best.bytes, best.from(row), best.to(row));
      return VALUE;
    };
  });
  const [ofInts, ofDoubles, ofBooleans] = [toInt(ofNumbers), toDouble(ofNumbers), toBoolean(ofNumbers)];
  return (compiler, call, operands) => {
    const make = { STRING: ofTexts, INT: ofInts, BOOLEAN: ofBooleans }[call.type as string] ?? ofDoubles;
    return make(compiler, call, operands);
  };
};

export const greatest = extreme(1);
export const least = extreme(-1);

/** By bytes, which is the order of code points. */
function order(left: TextArgument, right: TextArgument, row: number): number {
  const [from, other] = [left.from(row), right.from(row)];
  const [length, otherLength] = [left.to(row) - from, right.to(row) - other];
  const shared = Math.min(length, otherLength);
  for (let at = 0; at < shared; at += 1) {
    const difference = (left.bytes[from + at] as number) - (right.bytes[other + at] as number);
    if (difference !== 0) return difference;
  }
  return length - otherLength;
}
