import { type Declarations, gives, takes } from './declaration.ts';

/** JSON in texts. Paths as `$.a.b[0]`; `lax` (a member that is missing is empty) when neither `lax` nor `strict` stands before. */
export const jsonFunctions = {
  JSON_VALUE: {
    category: 'json',
    form: 'syntax',
    signatures: [takes({ json: 'STRING', path: 'JSON_PATH' }, 'STRING')],
    usage: [
      'JSON_VALUE(json, path [RETURNING type] [{NULL | ERROR | DEFAULT value} ON EMPTY] [{NULL | ERROR | DEFAULT value} ON ERROR])',
    ],
    meaning:
      'The text, number or truth value at a path, as STRING or as the type after RETURNING; NULL when there is none.',
    nulls: 'own',
    examples: [
      gives(`JSON_VALUE('{"user": {"id": 7}}', '$.user.id')`, '7'),
      gives(`JSON_VALUE('{"id": 7}', '$.id' RETURNING INT)`, 7),
      gives(`JSON_VALUE('{}', '$.id' DEFAULT '-' ON EMPTY)`, '-'),
    ],
  },
  JSON_QUERY: {
    category: 'json',
    form: 'syntax',
    signatures: [takes({ json: 'STRING', path: 'JSON_PATH' }, 'STRING')],
    usage: [
      'JSON_QUERY(json, path [{WITHOUT | WITH [CONDITIONAL | UNCONDITIONAL]} WRAPPER] [{NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR} ON EMPTY] [… ON ERROR])',
    ],
    meaning: 'The object or array at a path, as JSON; NULL when there is none.',
    nulls: 'own',
    examples: [gives(`JSON_QUERY('{"tags": ["a", "b"]}', '$.tags')`, '["a","b"]')],
  },
  JSON_EXISTS: {
    category: 'json',
    form: 'syntax',
    signatures: [takes({ json: 'STRING', path: 'JSON_PATH' }, 'BOOLEAN')],
    usage: ['JSON_EXISTS(json, path [{TRUE | FALSE | UNKNOWN | ERROR} ON ERROR])'],
    meaning: 'Whether something stands at a path.',
    nulls: 'own',
    examples: [gives(`JSON_EXISTS('{"a": null}', '$.a')`, true)],
  },
  'IS JSON': {
    category: 'json',
    form: 'syntax',
    signatures: [takes({ text: 'STRING' }, 'BOOLEAN')],
    usage: ['text IS [NOT] JSON [VALUE | OBJECT | ARRAY | SCALAR]'],
    meaning: 'Whether the text is JSON, of the kind that is named.',
    examples: [gives(`'{"a": 1}' IS JSON OBJECT`, true), gives("'no' IS JSON", false)],
  },
  JSON_QUOTE: {
    category: 'json',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: 'The text as a JSON text, in double quotes.',
    examples: [gives("JSON_QUOTE('a\"b')", '"a\\"b"')],
  },
  JSON_UNQUOTE: {
    category: 'json',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: 'The text that a JSON text stands for; what is none stays as it is.',
    examples: [gives(`JSON_UNQUOTE('"a\\u0041"')`, 'aA')],
  },
} as const satisfies Declarations;
