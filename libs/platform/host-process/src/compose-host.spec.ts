import { silentLogger } from '@weir/kernel';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { composeHost, type HostOptions } from './compose-host.ts';
import { hostEnvironment, hostVariables, parseVariables } from './host-environment.ts';

/** Composing connects to nothing. */
function namesOf(role: HostOptions['role']): string[] {
  const variables = parseVariables(z.object(hostVariables), { DATABASE_URL: 'postgres://weir@127.0.0.1:1/weir' });
  return composeHost(hostEnvironment(variables), { role, logger: silentLogger }).parts.map(({ name }) => name);
}

describe('composeHost', () => {
  it.each(['all', 'worker'] as const)(
    'of role %s puts what is needed first, and takes hints last, so that none comes in while runs are suspended',
    (role) => {
      expect(namesOf(role)).toEqual([
        'worker identity',
        'connections of the host',
        'connection of leases',
        'snapshot folder',
        'notifications',
        'queue',
        'run host',
        'hints',
      ]);
    },
  );

  it('of role api takes no hints', () => {
    expect(namesOf('api').at(-1)).toBe('run host');
  });
});
