import { hash } from 'node:crypto';
import { FAILED, type MakeFunction, NULL, toText, VALUE } from './function-kernel.ts';
import { bufferOf } from './find-bytes.ts';
import type { TextArgument } from './function-arguments.ts';

const rowOf = (text: TextArgument, row: number): Buffer => bufferOf(text.bytes, text.from(row), text.to(row));

/** A text made of the bytes of a text. */
const encode = (encoding: (bytes: Buffer) => string): MakeFunction =>
  toText((given) => {
    const text = given.text(0);
    return (row, out) => {
      out.write(encoding(rowOf(text, row)));
      return VALUE;
    };
  });

export const toBase64 = encode((bytes) => bytes.toString('base64'));
export const hexOfText = encode((bytes) => bytes.toString('hex').toUpperCase());

/** Whether groups of four digits follow each other, the last one of two or three filled up with =, or not. Holds no place to come back to. */
function isBase64(text: string): boolean {
  if (/[^A-Za-z0-9+/=]/.test(text)) return false;
  const padding = text.indexOf('=');
  if (padding < 0) return text.length % 4 !== 1;
  return text.length % 4 === 0 && padding >= text.length - 2 && (padding === text.length - 1 || text.endsWith('=='));
}

export const fromBase64 = toText((given) => {
  const text = given.text(0);
  return {
    write: (row, out) => {
      const encoded = text.text(row);
      if (!isBase64(encoded)) return FAILED;
      out.write(Buffer.from(encoded, 'base64').toString('utf8'));
      return VALUE;
    },
    explain: (row) => ({
      code: 'INVALID_CAST',
      detail: `${JSON.stringify(text.text(row).slice(0, 100))} is no base64`,
    }),
  };
});

const digest = (algorithm: string): MakeFunction => encode((bytes) => hash(algorithm, bytes, 'hex'));

export const md5 = digest('md5');
export const sha1 = digest('sha1');
export const sha224 = digest('sha224');
export const sha256 = digest('sha256');
export const sha384 = digest('sha384');
export const sha512 = digest('sha512');

const digestBits: ReadonlySet<number> = new Set([224, 256, 384, 512]);

export const sha2 = toText((given) => {
  const [text, bits] = [given.text(0), given.number(1)];
  return {
    write: (row, out) => {
      if (!digestBits.has(bits.at(row))) return FAILED;
      out.write(hash(`sha${bits.at(row)}`, rowOf(text, row), 'hex'));
      return VALUE;
    },
    explain: (row) => ({
      code: 'INVALID_CAST',
      detail: `there is no SHA2 of ${bits.at(row)} bits; there are 224, 256, 384, 512`,
    }),
  };
});

/** Whole numbers in base 16 or 2; a negative one in two's complement of 64 bits, as a long of Java. */
const digits = (base: 2 | 16): MakeFunction =>
  toText((given) => {
    const number = given.number(0);
    return (row, out) => {
      const value = number.at(row);
      const text = value >= 0 ? value.toString(base) : BigInt.asUintN(64, BigInt(value)).toString(base);
      out.write(text.toUpperCase());
      return VALUE;
    };
  });

export const bin = digits(2);
const hexOfNumber = digits(16);

export const hex: MakeFunction = (compiler, call, operands) =>
  (call.arguments[0]?.type === 'STRING' ? hexOfText : hexOfNumber)(compiler, call, operands);

/** As java.net.URLEncoder: letters, digits and `.-*_` stay, a blank is +. */
export const urlEncode = toText((given) => {
  const text = given.text(0);
  return (row, out) => {
    const { bytes } = text;
    const to = text.to(row);
    for (let at = text.from(row); at < to; at += 1) {
      const byte = bytes[at] as number;
      if (isPlain(byte)) out.byte(byte);
      else if (byte === 0x20) out.byte(0x2b);
      else out.write(`%${byte.toString(16).toUpperCase().padStart(2, '0')}`);
    }
    return VALUE;
  };
});

function isPlain(byte: number): boolean {
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isLetter || (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x2d || byte === 0x2a || byte === 0x5f;
}

export const urlDecode = toText((given) => {
  const text = given.text(0);
  return (row, out) => {
    const decoded = decodeForm(text.text(row));
    if (decoded === undefined) return NULL;
    out.write(decoded);
    return VALUE;
  };
});

/** As java.net.URLDecoder; undefined for a % without two hexadecimal digits. Bytes that are no UTF-8 become U+FFFD. */
export function decodeForm(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
