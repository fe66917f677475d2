import { MemoryFileSystem } from '@weir/engine-core/file-system';
import { operatorRoles, operatorTypes } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { createConnectors } from './create-connectors.ts';
import { nodeConnect } from './socket-text/node-connect.ts';

describe('createConnectors', () => {
  it('makes every source and sink that a job can name, once', () => {
    const { sources, sinks } = createConnectors({
      connect: nodeConnect({ allowed: [] }),
      fileSystem: new MemoryFileSystem(),
      filesRoot: '/',
    });
    const named = (role: string) => operatorTypes.filter((type) => operatorRoles[type] === role).sort();
    expect(sources.map(({ type }) => type).sort()).toEqual(named('source'));
    expect(sinks.map(({ type }) => type).sort()).toEqual(named('sink'));
  });
});
