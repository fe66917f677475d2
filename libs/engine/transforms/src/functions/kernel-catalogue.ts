import type { KernelFunction } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { LetterCaseKernel } from '../expressions/letter-case-kernel.ts';
import type { Kernel } from '../expressions/kernel.ts';
import { ReplaceKernel } from '../expressions/replace-kernel.ts';
import { CharLengthKernel, ConcatKernel, SubstringKernel } from '../expressions/text-kernels.ts';
import * as encoding from './encoding.ts';
import type { MakeFunction } from './function-kernel.ts';
import { greatest, least } from './greatest.ts';
import { jsonQuote, jsonUnquote } from './json-text.ts';
import * as double from './math-double.ts';
import * as whole from './math-whole.ts';
import { parseUrl } from './parse-url.ts';
import * as pattern from './pattern-functions.ts';
import { ascii, chr, concatWs, initcap, lpad, repeat, rpad, translate } from './text-making.ts';
import * as parts from './text-parts.ts';
import * as search from './text-search.ts';
import { isAlpha, isDecimal, isDigit } from './text-tests.ts';
import { btrim, ltrim, rtrim } from './text-trim.ts';
import { timestampAdd, timestampDiff } from './time-arithmetic.ts';
import { ceilTo, extract, floorTo } from './time-parts.ts';
import * as timeText from './time-text.ts';

/** The kernel of each function that job-spec declares: a name that stands on one side alone does not compile. */
export const functionKernels: Readonly<Record<KernelFunction, MakeFunction>> = {
  // text
  UPPER: (_, __, operands) => new LetterCaseKernel(at(operands, 0), 'upper'),
  LOWER: (_, __, operands) => new LetterCaseKernel(at(operands, 0), 'lower'),
  INITCAP: initcap,
  CHAR_LENGTH: (_, __, operands) => new CharLengthKernel(at(operands, 0)),
  SUBSTRING: (_, __, operands) => new SubstringKernel(at(operands, 0), at(operands, 1), operands[2] ?? null),
  LEFT: parts.left,
  RIGHT: parts.right,
  CONCAT: (_, __, operands) => new ConcatKernel(operands),
  CONCAT_WS: concatWs,
  SPLIT_INDEX: parts.splitIndex,
  LTRIM: ltrim,
  RTRIM: rtrim,
  BTRIM: btrim,
  LPAD: lpad,
  RPAD: rpad,
  REPEAT: repeat,
  REVERSE: parts.reverse,
  REPLACE: (_, __, operands) => new ReplaceKernel([at(operands, 0), at(operands, 1), at(operands, 2)]),
  TRANSLATE: translate,
  OVERLAY: parts.overlay,
  POSITION: search.position,
  INSTR: search.instr,
  LOCATE: search.locate,
  STARTSWITH: search.startsWith,
  ENDSWITH: search.endsWith,
  ASCII: ascii,
  CHR: chr,
  ELT: parts.elt,
  // pattern
  'SIMILAR TO': pattern.similarTo,
  REGEXP: pattern.regexp,
  REGEXP_EXTRACT: pattern.regexpExtract,
  REGEXP_REPLACE: pattern.regexpReplace,
  REGEXP_COUNT: pattern.regexpCount,
  REGEXP_INSTR: pattern.regexpInstr,
  REGEXP_SUBSTR: pattern.regexpSubstr,
  // encoding and hash
  TO_BASE64: encoding.toBase64,
  FROM_BASE64: encoding.fromBase64,
  URL_ENCODE: encoding.urlEncode,
  URL_DECODE: encoding.urlDecode,
  PARSE_URL: parseUrl,
  HEX: encoding.hex,
  BIN: encoding.bin,
  MD5: encoding.md5,
  SHA1: encoding.sha1,
  SHA224: encoding.sha224,
  SHA256: encoding.sha256,
  SHA384: encoding.sha384,
  SHA512: encoding.sha512,
  SHA2: encoding.sha2,
  // conditional
  GREATEST: greatest,
  LEAST: least,
  IS_ALPHA: isAlpha,
  IS_DIGIT: isDigit,
  IS_DECIMAL: isDecimal,
  // math
  ABS: whole.abs,
  SIGN: whole.sign,
  ROUND: whole.round,
  TRUNCATE: whole.truncate,
  FLOOR: whole.floor,
  CEIL: whole.ceil,
  POWER: double.power,
  SQRT: double.sqrt,
  EXP: double.exp,
  LN: double.ln,
  LOG: double.log,
  LOG2: double.log2,
  LOG10: double.log10,
  SIN: double.sin,
  COS: double.cos,
  TAN: double.tan,
  COT: double.cot,
  ASIN: double.asin,
  ACOS: double.acos,
  ATAN: double.atan,
  ATAN2: double.atan2,
  SINH: double.sinh,
  COSH: double.cosh,
  TANH: double.tanh,
  DEGREES: double.degrees,
  RADIANS: double.radians,
  // time
  EXTRACT: extract,
  'FLOOR TO': floorTo,
  'CEIL TO': ceilTo,
  TIMESTAMPADD: timestampAdd,
  TIMESTAMPDIFF: timestampDiff,
  DATE_FORMAT: timeText.dateFormat,
  TO_TIMESTAMP: timeText.toTimestamp,
  TO_TIMESTAMP_LTZ: timeText.toTimestampLtz,
  UNIX_TIMESTAMP: timeText.unixTimestamp,
  FROM_UNIXTIME: timeText.fromUnixtime,
  CONVERT_TZ: timeText.convertTz,
  // json
  JSON_QUOTE: jsonQuote,
  JSON_UNQUOTE: jsonUnquote,
};

function at(operands: readonly Kernel[], place: number): Kernel {
  const operand = operands[place];
  invariant(operand, 'A function has the arguments that it was checked for.', { place });
  return operand;
}
