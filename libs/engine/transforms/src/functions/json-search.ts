import type { JsonPath, JsonStep } from '@weir/job-spec';

export type JsonNode = string | number | boolean | null | readonly JsonNode[] | { readonly [name: string]: JsonNode };

/** What stands at a path. `isList`: the path may have led to several nodes. */
export type Found =
  | { readonly kind: 'nodes'; readonly nodes: readonly JsonNode[]; readonly isList: boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'error' };

/** Texts longer than this are not kept parsed. */
const keptLengthMax = 100_000;

/** Parses JSON; the same text in one row after the other once. */
export class JsonReader {
  #text: string | undefined;
  #value: JsonNode | undefined;

  /** undefined when the text is no JSON. */
  read(text: string): JsonNode | undefined {
    if (text === this.#text) return this.#value;
    const value = parseJson(text);
    this.#text = text.length <= keptLengthMax ? text : undefined;
    this.#value = value;
    return value;
  }
}

export function parseJson(text: string): JsonNode | undefined {
  try {
    return JSON.parse(text) as JsonNode;
  } catch {
    // What is no JSON is an answer here, not a fault.
    return undefined;
  }
}

/** Follows a path. A step that leads nowhere: empty when the path is lax, an error when it is strict. */
export function findInJson(root: JsonNode | undefined, { steps, isStrict }: JsonPath): Found {
  if (root === undefined) return { kind: 'error' };
  let nodes: readonly JsonNode[] = [root];
  for (const step of steps) nodes = nodes.flatMap((node) => childrenAt(node, step));
  if (nodes.length > 0) return { kind: 'nodes', nodes, isList: steps.some((step) => step.kind === 'every') };
  return { kind: isStrict ? 'error' : 'empty' };
}

function childrenAt(node: JsonNode, step: JsonStep): readonly JsonNode[] {
  if (typeof node !== 'object' || node === null) return [];
  if (step.kind === 'every') return Object.values(node);
  if (step.kind === 'index') return Array.isArray(node) ? nodeAt((node as readonly JsonNode[]).at(step.index)) : [];
  if (Array.isArray(node) || !Object.hasOwn(node, step.name)) return [];
  return nodeAt((node as Readonly<Record<string, JsonNode>>)[step.name]);
}

function nodeAt(node: JsonNode | undefined): readonly JsonNode[] {
  return node === undefined ? [] : [node];
}
