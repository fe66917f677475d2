const SHOWN_MAX = 12;

/** A list of names for a message: `"a", "b" and 3 more`. */
export function describeNames(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return 'none';
  const shown = all
    .slice(0, SHOWN_MAX)
    .map((name) => JSON.stringify(name))
    .join(', ');
  return all.length > SHOWN_MAX ? `${shown} and ${all.length - SHOWN_MAX} more` : shown;
}
