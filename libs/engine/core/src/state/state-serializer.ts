/** Names how the values of a state are written. A restore is refused when it differs from what the snapshot was written with. */
export interface StateSerializerId {
  /** Never changes its meaning. */
  readonly name: string;
  /** Counts the forms that values of this name were ever written in. */
  readonly version: number;
}

/**
 * Turns values of a state into bytes and back. A backend may hold values as they are and serialise them only for a snapshot, in the
 * background; {@link StateSerializer.copy} keeps those apart from what user code goes on changing.
 */
export interface StateSerializer<Value> extends StateSerializerId {
  /**
   * A value that shares nothing changeable with the given one; an immutable value is its own copy. Throws a StateError INVALID_VALUE
   * for what {@link StateSerializer.serialize} could not write, so that nothing unwritable ever enters a state.
   */
  copy(value: Value): Value;
  /** Never throws for a value that was copied. */
  serialize(value: Value): Uint8Array;
  /** Throws when the bytes are not what `serialize` made. Equal values must have equal bytes where they are keys of a map. */
  deserialize(bytes: Uint8Array): Value;
}
