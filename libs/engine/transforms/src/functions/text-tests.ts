import { parseDouble } from '../expressions/parse-value.ts';
import { type MakeFunction, toBoolean, VALUE } from './function-kernel.ts';

/** A question about a text, whose answer for NULL is FALSE. */
const asks = (test: (text: string) => boolean): MakeFunction =>
  toBoolean(
    (given) => {
      const text = given.text(0);
      return (row, out) => {
        out[row] = !text.isNull(row) && test(text.text(row)) ? 1 : 0;
        return VALUE;
      };
    },
    { nulls: 'own' },
  );

export const isAlpha = asks((text) => /^\p{L}+$/u.test(text));
export const isDigit = asks((text) => /^\p{Nd}+$/u.test(text));
export const isDecimal = asks((text) => parseDouble(text) !== undefined);
