import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { controllers } from '../app.module.ts';
import { endpointOf } from '../http/handles.ts';
import { contract } from './contract.ts';
import { openApiDocument } from './document.ts';
import type { Endpoint } from './endpoint.ts';

function handlers(): readonly Endpoint[] {
  return controllers.flatMap((controller) =>
    Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(({ value }: PropertyDescriptor) => {
      const endpoint = typeof value === 'function' ? endpointOf(value as () => void) : undefined;
      return endpoint === undefined ? [] : [endpoint];
    }),
  );
}

describe('the contract', () => {
  it('has exactly one handler for each of its endpoints', () => {
    const names = (endpoints: readonly Endpoint[]): string[] => endpoints.map((endpoint) => endpoint.id).sort();
    expect(names(handlers())).toEqual(names(contract));
    expect(new Set(names(contract)).size).toBe(contract.length);
  });

  it('takes an Idempotency-Key on every POST that starts something', () => {
    const without = contract.filter(
      (one) => one.method === 'POST' && one.headers?.includes('Idempotency-Key') !== true,
    );
    expect(without.map((one) => one.id)).toEqual(['validateJob']);
  });

  it('refers only to schemas that the document has, and each parameter of a path is described', () => {
    const document = openApiDocument();
    const schemas = (document['components'] as { schemas: Record<string, unknown> }).schemas;
    const text = JSON.stringify(document);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(schemas)).toContain(name);
    for (const one of contract) {
      const inPath = [...one.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const path = document.paths[`${one.base === 'root' ? '' : '/api/v1'}${one.path}`] ?? {};
      const { parameters } = path[one.method.toLowerCase()] as { parameters: { name: string; in: string }[] };
      expect(parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)).toEqual(
        inPath,
      );
    }
  });
});
