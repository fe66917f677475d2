import { InitialSchema1795338000000 } from './1795338000000-initial-schema.ts';

/** Every migration by name, in order. */
export const migrations = [InitialSchema1795338000000] as const;
