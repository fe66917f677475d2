// @ts-check
import ts from 'typescript';
import { isCode, isSpec } from '../finding.mjs';

export const functionLinesMax = 70;
/** The callback of a `describe` holds many cases, so only functions that hold no `it` or `test` call are measured in specs. */
const caseCallers = new Set(['it', 'test', 'describe', 'beforeEach', 'beforeAll']);

/** @type {import('../finding.mjs').Rule} */
export function functionLength({ path, text }) {
  if (!isCode(path)) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKindOf(path));
  /** @type {import('../finding.mjs').Finding[]} */
  const findings = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isFunction(node) && !(isSuite(path) && holdsCases(node))) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.end).line;
      const lines = last - first + 1;
      if (lines > functionLinesMax) {
        const message = `${nameOf(node)} has ${lines} lines; the bound is ${functionLinesMax}. Name its steps.`;
        findings.push({ rule: 'function-length', path, line: first + 1, measure: lines, message });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/**
 * A specification, or a suite of cases that a library exports for all implementations of a port.
 *
 * @param {string} path
 */
function isSuite(path) {
  return isSpec(path) || path.endsWith('-conformance.ts');
}

/** @param {ts.Node} node */
function isFunction(node) {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isAccessor(node)) &&
    node.body !== undefined
  );
}

/** @param {ts.Node} node */
function holdsCases(node) {
  let found = false;
  /** @param {ts.Node} child */
  const look = (child) => {
    if (found) return;
    if (ts.isCallExpression(child) && caseCallers.has(rootNameOf(child.expression))) found = true;
    else ts.forEachChild(child, look);
  };
  ts.forEachChild(node, look);
  return found;
}

/**
 * The leftmost name of `it`, `it.each(rows)`, `describe.each`.
 *
 * @param {ts.Expression} expression
 * @returns {string}
 */
function rootNameOf(expression) {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return rootNameOf(expression.expression);
  return '';
}

/** @param {ts.Node} node */
function nameOf(node) {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const named = /** @type {{ name?: ts.Node }} */ (/** @type {unknown} */ (node)).name;
  if (named !== undefined) return named.getText();
  if (node.parent !== undefined && ts.isVariableDeclaration(node.parent)) return node.parent.name.getText();
  return 'A function';
}

/** @param {string} path */
function scriptKindOf(path) {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  return path.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS;
}
