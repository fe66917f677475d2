import { type Declarations, gives, takes } from './declaration.ts';

/** Regular expressions run in time linear in the text: RE2's syntax, without back references and looking around. */
export const patternFunctions = {
  LIKE: {
    category: 'pattern',
    form: 'syntax',
    signatures: [takes({ text: 'STRING', pattern: 'STRING' }, 'BOOLEAN')],
    usage: ["text [NOT] LIKE pattern [ESCAPE 'character']"],
    meaning: 'Whether the whole text fits the pattern: `%` is any text, `_` one code point.',
    examples: [gives("'stream' LIKE 'st%'", true), gives("'50%' LIKE '50!%' ESCAPE '!'", true)],
  },
  'SIMILAR TO': {
    category: 'pattern',
    signatures: [takes({ text: 'STRING', pattern: 'STRING', 'escape?': 'STRING' }, 'BOOLEAN')],
    usage: ["text [NOT] SIMILAR TO pattern [ESCAPE 'character']"],
    meaning: 'As LIKE, with `|`, `( )`, `[ ]`, `*`, `+`, `?` and `{ }` as in a regular expression.',
    examples: [gives("'stream' SIMILAR TO '(st|dr)%'", true)],
  },
  REGEXP: {
    category: 'pattern',
    aliases: ['REGEXP_LIKE'],
    signatures: [takes({ text: 'STRING', pattern: 'PATTERN' }, 'BOOLEAN')],
    meaning: 'Whether the pattern matches somewhere in the text.',
    nulls: 'own',
    examples: [gives("REGEXP('order-17', '[0-9]+')", true)],
  },
  REGEXP_EXTRACT: {
    category: 'pattern',
    signatures: [takes({ text: 'STRING', pattern: 'PATTERN', 'group?': 'INT' }, 'STRING')],
    meaning: 'What the first match of the pattern, or its group of that number, has taken; NULL when there is none.',
    nulls: 'own',
    examples: [
      gives("REGEXP_EXTRACT('status=404 GET /', 'status=([0-9]+)', 1)", '404'),
      gives("REGEXP_EXTRACT('none', '[0-9]+')", null),
    ],
  },
  REGEXP_REPLACE: {
    category: 'pattern',
    signatures: [takes({ text: 'STRING', pattern: 'PATTERN', replacement: 'STRING' }, 'STRING')],
    meaning:
      'Every match of the pattern replaced; `$1` in the replacement is what group 1 has taken, `\\$` a dollar sign.',
    nulls: 'own',
    examples: [
      gives("REGEXP_REPLACE('a1b22', '[0-9]+', '#')", 'a#b#'),
      gives("REGEXP_REPLACE('k=v', '(.)=(.)', '$2=$1')", 'v=k'),
    ],
  },
  REGEXP_COUNT: {
    category: 'pattern',
    signatures: [takes({ text: 'STRING', pattern: 'PATTERN' }, 'INT')],
    meaning: 'How many times the pattern matches.',
    nulls: 'own',
    examples: [gives("REGEXP_COUNT('a1b22', '[0-9]')", 3)],
  },
  REGEXP_INSTR: {
    category: 'pattern',
    signatures: [takes({ text: 'STRING', pattern: 'PATTERN' }, 'INT')],
    meaning: 'Where the pattern first matches, from 1; 0 when it does not.',
    nulls: 'own',
    examples: [gives("REGEXP_INSTR('a1b22', '[0-9]{2}')", 4)],
  },
  REGEXP_SUBSTR: {
    category: 'pattern',
    signatures: [takes({ text: 'STRING', pattern: 'PATTERN' }, 'STRING')],
    meaning: 'The first match of the pattern; NULL when there is none.',
    nulls: 'own',
    examples: [gives("REGEXP_SUBSTR('a1b22', '[0-9]{2}')", '22')],
  },
} as const satisfies Declarations;
