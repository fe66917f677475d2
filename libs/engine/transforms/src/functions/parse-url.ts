import { NULL, toText, VALUE } from './function-kernel.ts';

/** The parts of a URL as java.net.URL names them; null: it has none. */
interface UrlParts {
  readonly PROTOCOL: string;
  readonly AUTHORITY: string | null;
  readonly USERINFO: string | null;
  readonly HOST: string;
  readonly PATH: string;
  readonly FILE: string;
  readonly QUERY: string | null;
  readonly REF: string | null;
}

/** Schemes that Java has a handler for; a URL of another is none. */
const schemes: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'file', 'mailto', 'jar', 'jrt', 'jmod']);
const shape = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su;

export const parseUrl = toText((given) => {
  const [url, part] = [given.text(0), given.text(1)];
  const key = given.count > 2 ? given.text(2) : null;
  const last = { url: '', parts: undefined as UrlParts | undefined };
  return (row, out) => {
    const text = url.text(row);
    if (text !== last.url) Object.assign(last, { url: text, parts: partsOf(text) });
    const wanted = part.text(row);
    const { parts } = last;
    if (parts === undefined || !Object.hasOwn(parts, wanted)) return NULL;
    if (key !== null && wanted !== 'QUERY') return NULL;
    const whole = parts[wanted as keyof UrlParts];
    const value = key === null || whole === null ? whole : queryValue(whole, key.text(row));
    if (value === null) return NULL;
    out.write(value);
    return VALUE;
  };
});

function partsOf(text: string): UrlParts | undefined {
  const match = shape.exec(text.trim());
  if (!match) return undefined;
  const [, scheme = '', authority, path = '', query, ref] = match;
  const protocol = scheme.toLowerCase();
  if (!schemes.has(protocol)) return undefined;
  const at = authority?.lastIndexOf('@') ?? -1;
  const place = authority?.slice(at + 1) ?? '';
  return {
    PROTOCOL: protocol,
    AUTHORITY: authority ?? null,
    USERINFO: at >= 0 ? (authority?.slice(0, at) ?? null) : null,
    HOST: place.startsWith('[') ? place.slice(0, place.indexOf(']') + 1) : place.replace(/:\d*$/, ''),
    PATH: path,
    FILE: query === undefined ? path : `${path}?${query}`,
    QUERY: query ?? null,
    REF: ref ?? null,
  };
}

/** The value behind `key=` in a query; null when it has none. */
function queryValue(query: string, key: string): string | null {
  for (const pair of query.split('&')) {
    if (pair.startsWith(`${key}=`)) return pair.slice(key.length + 1);
  }
  return null;
}
