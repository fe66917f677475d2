import { describeNames } from '../diagnostics/describe-names.ts';
import { DIAGNOSTICS_MAX, errorAt, warningAt, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { operatorRoles, type OperatorSpec } from '../operators/operator-schema.ts';

/** An operator with its place in the spec, for pointers. */
export interface PlacedOperator {
  readonly index: number;
  readonly spec: OperatorSpec;
  readonly inputs: readonly string[];
}

export interface Topology {
  /** Operators whose inputs all exist, each after its inputs. Those on or behind a cycle are left out. */
  readonly sorted: readonly PlacedOperator[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks uids, inputs and the shape of the graph, and sorts it. */
export function sortOperators(operators: readonly OperatorSpec[]): Topology {
  const placed = operators.map((spec, index) => ({ index, spec, inputs: inputsOf(spec) }));
  const byUid = new Map<string, PlacedOperator>();
  for (const operator of placed) if (!byUid.has(operator.spec.uid)) byUid.set(operator.spec.uid, operator);
  const sorted = sort(placed, byUid);
  return {
    sorted,
    diagnostics: [
      ...duplicateUids(placed, byUid),
      ...badInputs(placed, byUid),
      ...cycles(placed, { byUid, sorted: new Set(sorted) }),
      ...missingEnds(placed),
      ...danglingOperators(placed),
    ],
  };
}

/** uids that an operator reads. */
export function inputsOf(spec: OperatorSpec): readonly string[] {
  if ('inputs' in spec) return spec.inputs;
  return 'input' in spec ? [spec.input] : [];
}

function inputPath(operator: PlacedOperator, position: number): readonly (string | number)[] {
  return ['operators', operator.index, ...('inputs' in operator.spec ? ['inputs', position] : ['input'])];
}

function duplicateUids(
  placed: readonly PlacedOperator[],
  byUid: ReadonlyMap<string, PlacedOperator>,
): readonly Diagnostic[] {
  return placed.flatMap((operator) => {
    const first = byUid.get(operator.spec.uid);
    if (!first || first === operator) return [];
    const message = `The uid ${JSON.stringify(operator.spec.uid)} is taken by /operators/${first.index}; give each operator its own.`;
    return [errorAt(['operators', operator.index, 'uid'], 'DUPLICATE_UID', message)];
  });
}

function badInputs(
  placed: readonly PlacedOperator[],
  byUid: ReadonlyMap<string, PlacedOperator>,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const operator of placed) {
    for (const position of operator.inputs.keys()) {
      if (diagnostics.length >= DIAGNOSTICS_MAX) return diagnostics;
      const problem = checkInput(operator, position, byUid);
      if (problem) diagnostics.push(problem);
    }
  }
  return diagnostics;
}

function checkInput(
  operator: PlacedOperator,
  position: number,
  byUid: ReadonlyMap<string, PlacedOperator>,
): Diagnostic | undefined {
  const uid = operator.inputs[position] ?? '';
  const path = inputPath(operator, position);
  const producer = byUid.get(uid);
  if (!producer) {
    const uids = [...byUid.keys()].filter((candidate) => candidate !== operator.spec.uid);
    const message = `There is no operator ${JSON.stringify(uid)}; there are ${describeNames(uids)}.${didYouMean(uid, uids)}`;
    return errorAt(path, 'UNKNOWN_INPUT', message);
  }
  if (operatorRoles[producer.spec.type] === 'sink') {
    const message = `${JSON.stringify(uid)} is a sink (${producer.spec.type}): it emits no rows to read.`;
    return errorAt(path, 'INPUT_IS_SINK', message);
  }
  if (operator.inputs.indexOf(uid) === position) return undefined;
  return errorAt(path, 'WRONG_INPUT_COUNT', `${JSON.stringify(uid)} stands twice; each input is listed once.`);
}

/** Operators whose inputs are placed already, taken in the spec's order until nothing moves. */
function sort(
  placed: readonly PlacedOperator[],
  byUid: ReadonlyMap<string, PlacedOperator>,
): readonly PlacedOperator[] {
  const sorted: PlacedOperator[] = [];
  const done = new Set<string>();
  let waiting = placed.filter((operator) => byUid.get(operator.spec.uid) === operator);
  for (;;) {
    const next = waiting.find((operator) => operator.inputs.every((uid) => done.has(uid)));
    if (!next) return sorted;
    sorted.push(next);
    done.add(next.spec.uid);
    waiting = waiting.filter((operator) => operator !== next);
  }
}

/** One diagnostic for each cycle, at the operator of the cycle that comes first in the spec. */
function cycles(
  placed: readonly PlacedOperator[],
  known: { readonly byUid: ReadonlyMap<string, PlacedOperator>; readonly sorted: ReadonlySet<PlacedOperator> },
): readonly Diagnostic[] {
  const reported = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const operator of placed) {
    const cycle = known.sorted.has(operator) ? undefined : findCycle(operator.spec.uid, known.byUid);
    if (!cycle || cycle.some((uid) => reported.has(uid))) continue;
    for (const uid of cycle) reported.add(uid);
    const round = [...cycle, operator.spec.uid].map((uid) => JSON.stringify(uid)).join(' reads ');
    const at = operator.inputs.findIndex((uid) => uid === (cycle[1] ?? operator.spec.uid));
    diagnostics.push(
      errorAt(
        inputPath(operator, Math.max(0, at)),
        'CYCLE',
        `The operators form a cycle: ${round}. Rows must flow one way.`,
      ),
    );
  }
  return diagnostics;
}

/** uids of a shortest way from `start` over inputs back to `start`; undefined when there is none. */
function findCycle(start: string, byUid: ReadonlyMap<string, PlacedOperator>): readonly string[] | undefined {
  const seen = new Set<string>();
  let ways: (readonly string[])[] = [[start]];
  while (ways.length > 0) {
    const longer: (readonly string[])[] = [];
    for (const way of ways) {
      for (const uid of byUid.get(way.at(-1) ?? start)?.inputs ?? []) {
        if (uid === start) return way;
        if (seen.has(uid)) continue;
        seen.add(uid);
        longer.push([...way, uid]);
      }
    }
    ways = longer;
  }
  return undefined;
}

function missingEnds(placed: readonly PlacedOperator[]): readonly Diagnostic[] {
  const roles = new Set(placed.map((operator) => operatorRoles[operator.spec.type]));
  const diagnostics: Diagnostic[] = [];
  if (!roles.has('source')) {
    diagnostics.push(
      errorAt(['operators'], 'NO_SOURCE', 'The job has no source; add elements, datagen or socket-text.'),
    );
  }
  if (!roles.has('sink')) {
    diagnostics.push(errorAt(['operators'], 'NO_SINK', 'The job has no sink; add print, file or blackhole.'));
  }
  return diagnostics;
}

function danglingOperators(placed: readonly PlacedOperator[]): readonly Diagnostic[] {
  const read = new Set(placed.flatMap((operator) => operator.inputs));
  return placed.flatMap(({ spec, index }) => {
    if (read.has(spec.uid) || operatorRoles[spec.type] === 'sink') return [];
    const message = `Nothing reads ${JSON.stringify(spec.uid)}: its rows are dropped.`;
    return [warningAt(['operators', index], 'DANGLING_OPERATOR', message)];
  });
}
