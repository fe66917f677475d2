/** Keywords of JSON Schema that say which fields exclude each other: validators keep them, and generators of clients pass over them. */
type Keywords = Readonly<Record<string, unknown>>;

const isFalse: Keywords = { enum: [false] };

/** Of the places that a run may begin from at most one is given. A flag that is false says what leaving it out says. */
export const oneOriginAtMost: Keywords = {
  dependentSchemas: {
    snapshotId: { properties: { path: false, latest: isFalse, empty: isFalse } },
    path: { properties: { latest: isFalse, empty: isFalse } },
  },
  if: { required: ['latest'], properties: { latest: { enum: [true] } } },
  then: { properties: { empty: isFalse } },
};

/** One of the two is given, and not both. */
export const idOrPath: Keywords = {
  if: { required: ['snapshotId'] },
  then: { not: { required: ['path'] } },
  else: { required: ['path'] },
};
