import { errorAt, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { OperatorSpec } from '../operators/operator-schema.ts';

/** Two sinks that write files of one format into one folder would give them the same names, and neither could ever commit. */
export function checkSinkFolders(operators: readonly OperatorSpec[]): readonly Diagnostic[] {
  const taken = new Map<string, string>();
  return operators.flatMap((operator, index) => {
    if (operator.type !== 'file') return [];
    const key = `${operator.format} ${operator.path}`;
    const other = taken.get(key);
    if (other === undefined) {
      taken.set(key, operator.uid);
      return [];
    }
    const message = `${JSON.stringify(other)} writes ${operator.format} files into ${JSON.stringify(operator.path)} already; give each sink its own folder.`;
    return [errorAt(['operators', index, 'path'], 'INVALID_VALUE', message)];
  });
}
