import { type Declarations, gives, takes } from './declaration.ts';

const digestOf = (name: string, value: string) =>
  ({
    category: 'hash',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: `The ${name} of the text in UTF-8, in hexadecimal digits.`,
    examples: [gives(`${name.replace('-', '')}('')`, value)],
  }) as const;

export const encodingFunctions = {
  TO_BASE64: {
    category: 'encoding',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: 'The UTF-8 of the text in base64.',
    examples: [gives("TO_BASE64('hello')", 'aGVsbG8=')],
  },
  FROM_BASE64: {
    category: 'encoding',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: 'The text whose UTF-8 is written in base64.',
    examples: [gives("FROM_BASE64('aGVsbG8=')", 'hello')],
  },
  URL_ENCODE: {
    category: 'encoding',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning:
      'The text as a form sends it: a blank is `+`, what is not a letter, a digit or one of `.-*_` its bytes as `%XX`.',
    examples: [gives("URL_ENCODE('a b&c')", 'a+b%26c')],
  },
  URL_DECODE: {
    category: 'encoding',
    signatures: [takes({ text: 'STRING' }, 'STRING')],
    meaning: 'What URL_ENCODE has encoded; NULL for a text that it cannot have made.',
    nulls: 'own',
    examples: [gives("URL_DECODE('a+b%26c')", 'a b&c'), gives("URL_DECODE('%zz')", null)],
  },
  PARSE_URL: {
    category: 'encoding',
    signatures: [takes({ url: 'STRING', part: 'STRING', 'key?': 'STRING' }, 'STRING')],
    meaning:
      'A part of a URL: PROTOCOL, AUTHORITY, USERINFO, HOST, PATH, FILE, QUERY or REF; with a key, its value in the query. NULL when the URL or the part is none.',
    nulls: 'own',
    examples: [
      gives("PARSE_URL('https://example.org/a?q=1', 'HOST')", 'example.org'),
      gives("PARSE_URL('https://example.org/a?q=1', 'QUERY', 'q')", '1'),
    ],
  },
  HEX: {
    category: 'encoding',
    signatures: [takes({ number: 'BIGINT' }, 'STRING'), takes({ text: 'STRING' }, 'STRING')],
    meaning: 'A whole number, or the bytes of a text in UTF-8, in hexadecimal digits; a negative number as 64 bits.',
    examples: [gives('HEX(255)', 'FF'), gives("HEX('é')", 'C3A9')],
  },
  BIN: {
    category: 'encoding',
    signatures: [takes({ number: 'BIGINT' }, 'STRING')],
    meaning: 'A whole number in binary digits; a negative one as 64 bits.',
    examples: [gives('BIN(5)', '101')],
  },
  MD5: digestOf('MD5', 'd41d8cd98f00b204e9800998ecf8427e'),
  SHA1: digestOf('SHA1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'),
  SHA224: digestOf('SHA224', 'd14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f'),
  SHA256: digestOf('SHA256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
  SHA384: digestOf(
    'SHA384',
    '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  ),
  SHA512: digestOf(
    'SHA512',
    'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
  ),
  SHA2: {
    category: 'hash',
    signatures: [takes({ text: 'STRING', bits: 'INT' }, 'STRING')],
    meaning: 'SHA-224, SHA-256, SHA-384 or SHA-512, as the number of bits says.',
    examples: [gives("SHA2('', 224)", 'd14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f')],
  },
} as const satisfies Declarations;
