import { jsonLanguage } from '@codemirror/lang-json';
import { toPointer } from '@weir/job-spec';
import { nearestPointer } from './spec-text.ts';

/** A piece of a text, in UTF-16 units; `to` is exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

type SyntaxNode = ReturnType<typeof jsonLanguage.parser.parse>['topNode'];

/** Values that stand on more lines or are longer than this are marked by their key or first character. */
const markedAtMost = 80;

/** What to underline for a JSON pointer: its value, or that of the nearest parent which is there. */
export function rangeOfPointer(text: string, pointer: string): TextRange {
  const ranges = new Map<string, TextRange>();
  const top = jsonLanguage.parser.parse(text).topNode.firstChild;
  if (top !== null) collect({ text, ranges }, { node: top, pointer: '', key: undefined });
  return ranges.get(nearestPointer(pointer, new Set(ranges.keys()))) ?? { from: 0, to: Math.min(1, text.length) };
}

interface Collection {
  readonly text: string;
  readonly ranges: Map<string, TextRange>;
}

interface Place {
  readonly node: SyntaxNode;
  readonly pointer: string;
  readonly key: SyntaxNode | undefined;
}

function collect(into: Collection, { node, pointer, key }: Place): void {
  into.ranges.set(pointer, visibleRange(into.text, node, key));
  if (node.name === 'Array') {
    for (const [index, item] of valuesOf(node).entries())
      collect(into, { node: item, pointer: `${pointer}/${index}`, key: undefined });
  } else if (node.name === 'Object') {
    for (const property of node.getChildren('Property')) collectProperty(into, property, pointer);
  }
}

function collectProperty(into: Collection, property: SyntaxNode, parent: string): void {
  const key = property.getChild('PropertyName');
  if (key === null) return;
  const name = readName(into.text.slice(key.from, key.to));
  const pointer = `${parent}${toPointer([name])}`;
  const [value] = valuesOf(property);
  collect(into, { node: value ?? key, pointer, key });
}

const valueNames = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function valuesOf(parent: SyntaxNode): readonly SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
    if (valueNames.has(child.name)) values.push(child);
  }
  return values;
}

function visibleRange(text: string, node: SyntaxNode, key: SyntaxNode | undefined): TextRange {
  const isShort = node.to - node.from <= markedAtMost && !text.slice(node.from, node.to).includes('\n');
  if (isShort) return { from: node.from, to: node.to };
  return key === undefined ? { from: node.from, to: node.from + 1 } : { from: key.from, to: key.to };
}

function readName(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}
