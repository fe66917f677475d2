import { contract } from '../contract/contract.ts';
import { pathOf } from '../contract/endpoint.ts';

const routes = contract.map((endpoint) => ({
  path: new RegExp(`^${pathOf(endpoint).replace(/\{\w+\}/g, '[^/]+')}/?$`),
  method: endpoint.method,
}));

/** The methods that the contract has for an address, as the Allow header names them; empty where there is nothing. */
export function allowedMethods(url: string): readonly string[] {
  const path = url.split('?')[0] ?? '';
  const methods = new Set<string>(routes.filter((route) => route.path.test(path)).map((route) => route.method));
  if (methods.size === 0) return [];
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods.add('OPTIONS')].sort();
}
