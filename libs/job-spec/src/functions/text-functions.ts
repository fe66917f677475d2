import { type Declarations, gives, takes } from './declaration.ts';

/** Functions of texts. Positions and lengths count code points, from 1. */
export const textFunctions = {
  UPPER: {
    category: 'text',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: "The text in upper case, by Unicode's default case mapping.",
    examples: [gives("UPPER('straße')", 'STRASSE')],
  },
  LOWER: {
    category: 'text',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: "The text in lower case, by Unicode's default case mapping.",
    examples: [gives("LOWER('ÉTÉ')", 'été')],
  },
  INITCAP: {
    category: 'text',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning:
      'Every word with its first letter in upper case and the others in lower case; words are runs of letters and digits.',
    examples: [gives("INITCAP('hELLO wORLD')", 'Hello World')],
  },
  CHAR_LENGTH: {
    category: 'text',
    aliases: ['CHARACTER_LENGTH'],
    signatures: [takes({ text: 'STRING' }, 'INT')],
    meaning: 'How many code points the text has.',
    examples: [gives("CHAR_LENGTH('a😀')", 2)],
  },
  SUBSTRING: {
    category: 'text',
    aliases: ['SUBSTR'],
    signatures: [takes({ text: 'STRING', start: 'INT', 'length?': 'INT' }, 'STRING')],
    usage: ['SUBSTRING(text, start[, length])', 'SUBSTRING(text FROM start [FOR length])'],
    meaning:
      'The part that begins at `start`, to the end or for `length` code points. A negative start counts from the end; a negative length gives NULL.',
    nulls: 'own',
    examples: [gives("SUBSTRING('stream', 3, 2)", 're'), gives("SUBSTRING('stream' FROM -3)", 'eam')],
  },
  LEFT: {
    category: 'text',
    signatures: [takes({ text: 'STRING', length: 'INT' }, 'STRING')],
    meaning: 'The first `length` code points; empty when it is 0 or less.',
    examples: [gives("LEFT('stream', 3)", 'str')],
  },
  RIGHT: {
    category: 'text',
    signatures: [takes({ text: 'STRING', length: 'INT' }, 'STRING')],
    meaning: 'The last `length` code points; empty when it is 0 or less.',
    examples: [gives("RIGHT('stream', 3)", 'eam')],
  },
  CONCAT: {
    category: 'text',
    signatures: [takes({ 'text…': 'STRING' }, 'STRING')],
    meaning: 'All texts one behind the other, as `||` does.',
    examples: [gives("CONCAT('a', 'b', 'c')", 'abc')],
  },
  CONCAT_WS: {
    category: 'text',
    signatures: [takes({ separator: 'STRING', 'text…': 'STRING' }, 'STRING')],
    meaning:
      'The texts with the separator between them. A text that is NULL is left out; a separator that is NULL gives NULL.',
    nulls: 'own',
    examples: [gives("CONCAT_WS('-', '2024', '05', '01')", '2024-05-01')],
  },
  SPLIT_INDEX: {
    category: 'text',
    signatures: [takes({ text: 'STRING', separator: 'STRING', index: 'INT' }, 'STRING')],
    meaning: 'The part number `index`, from 0, of the text cut at every separator; NULL when there is no such part.',
    nulls: 'own',
    examples: [gives("SPLIT_INDEX('a,b,c', ',', 1)", 'b'), gives("SPLIT_INDEX('a,b,c', ',', 3)", null)],
  },
  TRIM: {
    category: 'text',
    form: 'syntax',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    usage: ['TRIM(text)', "TRIM([BOTH | LEADING | TRAILING] ['characters'] FROM text)"],
    meaning: 'The text without blanks, or any of the characters, at its ends. The characters are written out.',
    examples: [gives("TRIM('  x ')", 'x'), gives("TRIM(LEADING '0' FROM '007')", '7')],
  },
  LTRIM: {
    category: 'text',
    signatures: [takes({ text: 'STRING', 'characters?': 'STRING' }, 'STRING')],
    meaning: 'The text without blanks, or any of the characters, at its start.',
    examples: [gives("LTRIM('  x ')", 'x '), gives("LTRIM('007', '0')", '7')],
  },
  RTRIM: {
    category: 'text',
    signatures: [takes({ text: 'STRING', 'characters?': 'STRING' }, 'STRING')],
    meaning: 'The text without blanks, or any of the characters, at its end.',
    examples: [gives("RTRIM('  x ')", '  x'), gives("RTRIM('5.00', '0')", '5.')],
  },
  BTRIM: {
    category: 'text',
    signatures: [takes({ text: 'STRING', 'characters?': 'STRING' }, 'STRING')],
    meaning: 'The text without blanks, or any of the characters, at both ends.',
    examples: [gives("BTRIM('--x-', '-')", 'x')],
  },
  LPAD: {
    category: 'text',
    signatures: [takes({ text: 'STRING', length: 'INT', padding: 'STRING' }, 'STRING')],
    meaning:
      'The text made `length` code points long by padding before it; cut at its end when it is longer. NULL for a negative length or an empty padding.',
    nulls: 'own',
    examples: [gives("LPAD('7', 3, '0')", '007')],
  },
  RPAD: {
    category: 'text',
    signatures: [takes({ text: 'STRING', length: 'INT', padding: 'STRING' }, 'STRING')],
    meaning:
      'The text made `length` code points long by padding behind it; cut at its end when it is longer. NULL for a negative length or an empty padding.',
    nulls: 'own',
    examples: [gives("RPAD('7', 3, '.')", '7..')],
  },
  REPEAT: {
    category: 'text',
    signatures: [takes({ text: 'STRING', count: 'INT' }, 'STRING')],
    meaning: 'The text so many times; empty when `count` is 0 or less.',
    examples: [gives("REPEAT('ab', 3)", 'ababab')],
  },
  REVERSE: {
    category: 'text',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: 'The code points from the last to the first.',
    examples: [gives("REVERSE('abc')", 'cba')],
  },
  REPLACE: {
    category: 'text',
    signatures: [takes({ text: 'STRING', search: 'STRING', replacement: 'STRING' }, 'STRING')],
    meaning:
      'Every occurrence of `search` replaced, from the left. An empty search stands before every code point and at the end.',
    examples: [gives("REPLACE('a-b-c', '-', '+')", 'a+b+c'), gives("REPLACE('ab', '', '.')", '.a.b.')],
  },
  TRANSLATE: {
    category: 'text',
    signatures: [takes({ text: 'STRING', from: 'STRING', to: 'STRING' }, 'STRING')],
    meaning:
      'Every code point that `from` has replaced by the one at the same place of `to`, or left out when `to` is shorter. A `from` that is NULL changes nothing.',
    nulls: 'own',
    examples: [gives("TRANSLATE('a-b_c', '-_', '+')", 'a+bc')],
  },
  OVERLAY: {
    category: 'text',
    signatures: [takes({ text: 'STRING', replacement: 'STRING', start: 'INT', 'length?': 'INT' }, 'STRING')],
    usage: ['OVERLAY(text PLACING replacement FROM start [FOR length])'],
    meaning:
      'The text with `length` code points from `start` replaced; as many as the replacement has when no length is given. A start outside the text changes nothing; a length of 0 or less takes all that follows.',
    examples: [gives("OVERLAY('abcdef' PLACING 'XX' FROM 3)", 'abXXef')],
  },
  POSITION: {
    category: 'text',
    signatures: [takes({ search: 'STRING', text: 'STRING' }, 'INT')],
    usage: ['POSITION(search IN text)'],
    meaning: 'Where `search` first stands in the text, from 1; 0 when it does not.',
    examples: [gives("POSITION('r' IN 'stream')", 3)],
  },
  INSTR: {
    category: 'text',
    signatures: [takes({ text: 'STRING', search: 'STRING', 'start?': 'INT', 'occurrence?': 'INT' }, 'INT')],
    meaning:
      'Where `search` stands in the text, from 1; 0 when it does not. The search begins at `start`, backwards from the end when that is negative, and the given occurrence counts.',
    examples: [gives("INSTR('banana', 'an')", 2), gives("INSTR('banana', 'an', 1, 2)", 4)],
  },
  LOCATE: {
    category: 'text',
    signatures: [takes({ search: 'STRING', text: 'STRING', 'start?': 'INT' }, 'INT')],
    meaning: 'Where `search` first stands in the text, at `start` or behind it, from 1; 0 when it does not.',
    examples: [gives("LOCATE('a', 'banana', 3)", 4)],
  },
  STARTSWITH: {
    category: 'text',
    signatures: [takes({ text: 'STRING', start: 'STRING' }, 'BOOLEAN')],
    meaning: 'Whether the text begins with `start`.',
    examples: [gives("STARTSWITH('stream', 'st')", true)],
  },
  ENDSWITH: {
    category: 'text',
    signatures: [takes({ text: 'STRING', end: 'STRING' }, 'BOOLEAN')],
    meaning: 'Whether the text ends with `end`.',
    examples: [gives("ENDSWITH('stream', 'am')", true)],
  },
  ASCII: {
    category: 'text',
    signatures: [takes({ text: 'STRING' }, 'INT')],
    meaning: 'The first byte of the text in UTF-8, from -128 to 127 as Flink counts it; 0 for an empty text.',
    examples: [gives("ASCII('abc')", 97)],
  },
  CHR: {
    category: 'text',
    signatures: [takes({ code: 'INT' }, 'STRING')],
    meaning:
      'The character of a code from 0 to 255; of a greater one the remainder by 256 counts. Empty for a negative one.',
    examples: [gives('CHR(65)', 'A')],
  },
  ELT: {
    category: 'text',
    signatures: [takes({ index: 'INT', 'text…': 'STRING' }, 'STRING')],
    meaning: 'The text number `index`, from 1; NULL when there is none.',
    nulls: 'own',
    examples: [gives("ELT(2, 'low', 'high')", 'high')],
  },
} as const satisfies Declarations;
