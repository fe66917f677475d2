import { conditionFunctions } from './condition-functions.ts';
import { type FunctionDeclaration, functionCategories, type Signature } from './declaration.ts';
import { encodingFunctions } from './encoding-functions.ts';
import { jsonFunctions } from './json-functions.ts';
import { mathFunctions } from './math-functions.ts';
import { operators } from './operators.ts';
import { patternFunctions } from './pattern-functions.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';

const declarations = {
  ...operators,
  ...conditionFunctions,
  ...textFunctions,
  ...patternFunctions,
  ...encodingFunctions,
  ...mathFunctions,
  ...timeFunctions,
  ...jsonFunctions,
} as const;
type Declared = typeof declarations;

/** Functions that a kernel of their name evaluates. */
export type KernelFunction = {
  [Name in keyof Declared]: Declared[Name] extends { readonly form: string } ? never : Name;
}[keyof Declared];

/** One entry of the reference. */
export interface CatalogueEntry extends FunctionDeclaration {
  /** As it is called: the upper-case name, or the operator. */
  readonly name: string;
  /** How it is written. */
  readonly usage: readonly string[];
}

const named: ReadonlyMap<string, FunctionDeclaration> = new Map(Object.entries(declarations));

/** All functions and operators, by category and then by name. */
export const functionCatalogue: readonly CatalogueEntry[] = [...named]
  .map(([name, declaration]) => ({ ...declaration, name, usage: declaration.usage ?? usageOf(name, declaration) }))
  .toSorted(
    (left, right) =>
      functionCategories.indexOf(left.category) - functionCategories.indexOf(right.category) ||
      (left.name < right.name ? -1 : 1),
  );

/** Each name that an expression may call, the other names of a function among them, with what it means. */
const callable: ReadonlyMap<string, { readonly name: string; readonly declaration: FunctionDeclaration }> = new Map(
  [...named].flatMap(([name, declaration]) =>
    isCallable(name, declaration)
      ? [name, ...(declaration.aliases ?? [])].map((alias) => [alias, { name, declaration }] as const)
      : [],
  ),
);

/** Every function that an expression may call, those with a syntax of their own among them. */
export const functionNames: readonly string[] = [...callable.keys()].filter((name) => !name.includes(' ')).toSorted();

/** Functions that a kernel evaluates. */
export const kernelFunctions: readonly KernelFunction[] = [...named].flatMap(([name, { form }]) =>
  form === undefined ? [name as KernelFunction] : [],
);

/** The function that a name calls; undefined when there is none. */
export function findFunction(
  name: string,
): { readonly name: string; readonly declaration: FunctionDeclaration } | undefined {
  return callable.get(name);
}

/** Names with a blank are what the parser calls a syntax of its own; nobody can write them. */
function isCallable(name: string, { usage, form }: FunctionDeclaration): boolean {
  return form !== 'syntax' || usage?.some((line) => line.startsWith(`${name}(`)) === true;
}

/** `LPAD(text, length, padding)`, with optional parameters in brackets. */
function usageOf(name: string, { signatures }: FunctionDeclaration): readonly string[] {
  return [...new Set(signatures.map((signature) => `${name}(${listParameters(signature)})`))];
}

function listParameters({ parameters }: Signature): string {
  return Object.keys(parameters)
    .map((parameter, index) => {
      const comma = index === 0 ? '' : ', ';
      if (parameter.endsWith('?')) return `[${comma}${parameter.slice(0, -1)}]`;
      return comma + (parameter.endsWith('…') ? `${parameter.slice(0, -1)}, …` : parameter);
    })
    .join('');
}
