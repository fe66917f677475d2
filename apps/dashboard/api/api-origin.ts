/** Where this server finds the API. Read at run time, so that one build serves every installation. */
export function apiOrigin(): string {
  const url = process.env['WEIR_API_URL'];
  if (url !== undefined && url !== '') return url.replace(/\/+$/, '');
  return `http://127.0.0.1:${process.env['WEIR_API_PORT'] ?? '4100'}`;
}
