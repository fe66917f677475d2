import type { ColumnSchema } from '@weir/job-spec';
import type { KeyedStateDescriptor, PerKeyShape } from '../snapshot/handles.ts';
import { StateError } from './state-error.ts';
import type { StateSerializerId } from './state-serializer.ts';

/** Version of the block format of per-key states; stands in every descriptor. */
export const perKeyBlockVersion = 1;

export interface PerKeyDeclaration {
  readonly name: string;
  readonly keyColumns: readonly ColumnSchema[];
  readonly kind: PerKeyShape['kind'];
  /** VALUE and LIST: of the values; MAP: of the keys and of the values. */
  readonly serializers: readonly StateSerializerId[];
  readonly hasTimeToLive: boolean;
}

export function perKeyDescriptorOf({ name, keyColumns, kind, serializers, hasTimeToLive }: PerKeyDeclaration) {
  const perKey: PerKeyShape = {
    kind,
    serializers: serializers.map((serializer) => ({ name: serializer.name, version: serializer.version })),
    hasTimeToLive,
  };
  const descriptor: KeyedStateDescriptor & { readonly perKey: PerKeyShape } = {
    name,
    keyColumns: keyColumns.map(({ name, type, nullable }) => ({ name, type, nullable })),
    valueColumns: [],
    serializerVersion: perKeyBlockVersion,
    perKey,
  };
  return descriptor;
}

/** Throws a StateError unless what the operator declares is what was restored (or was declared before). `owner`: operator uid and subtask. */
export function requireSamePerKeyState(
  restored: KeyedStateDescriptor,
  declared: KeyedStateDescriptor,
  owner: string,
): void {
  const what = `The keyed state "${declared.name}" of ${owner}`;
  if (restored.perKey?.kind !== declared.perKey?.kind || keyOf(restored) !== keyOf(declared)) {
    throw new StateError(
      'INCOMPATIBLE_STATE',
      `${what} is ${kindOf(restored)} by ${keyOf(restored)}, the operator declares ${kindOf(declared)} by ${keyOf(declared)}. Give the state or the operator another name.`,
    );
  }
  if (serializersOf(restored) !== serializersOf(declared)) {
    throw new StateError(
      'STATE_MIGRATION',
      `${what} was written with ${serializersOf(restored)} and is declared with ${serializersOf(declared)}: there is no migration from one to the other. Keep the serializer, or give the state another name and begin it empty.`,
    );
  }
  if (restored.perKey?.hasTimeToLive !== declared.perKey?.hasTimeToLive) {
    const [was, is] = restored.perKey?.hasTimeToLive === true ? ['with', 'without'] : ['without', 'with'];
    throw new StateError(
      'STATE_MIGRATION',
      `${what} was written ${was} time to live and is declared ${is}: its values ${was === 'with' ? 'carry' : 'have no'} times. Keep it as it was, or give the state another name.`,
    );
  }
}

function kindOf({ perKey }: KeyedStateDescriptor): string {
  return perKey === undefined ? 'a table' : `a ${perKey.kind}`;
}

function keyOf({ keyColumns }: KeyedStateDescriptor): string {
  return `(${keyColumns.map(({ name, type, nullable }) => `${name} ${type}${nullable ? ' NULL' : ''}`).join(', ')})`;
}

function serializersOf({ perKey }: KeyedStateDescriptor): string {
  return (perKey?.serializers ?? []).map(({ name, version }) => `"${name}" version ${version}`).join(' and ');
}
