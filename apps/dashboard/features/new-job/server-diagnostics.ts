import { jsonParseLinter } from '@codemirror/lang-json';
import { linter, type Diagnostic as EditorDiagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { parseJSONDocumentState } from 'codemirror-json-schema';
import type { Diagnostic } from '#data/api-types.ts';
import { nearestPointer } from '#data/spec-text.ts';

/** Hands the editor what the server said about its text. */
export const showDiagnostics = StateEffect.define<readonly Diagnostic[]>();

const diagnosticsField = StateField.define<readonly Diagnostic[]>({
  create: () => [],
  update: (value, transaction) =>
    transaction.effects.reduce((latest, effect) => (effect.is(showDiagnostics) ? effect.value : latest), value),
});

const parse = jsonParseLinter();

/** Underlines a syntax error, or, where the text is JSON, what the server found. */
export function serverDiagnostics(): Extension {
  const lint = linter(
    (view) => {
      const syntax = parse(view);
      return syntax.length > 0
        ? syntax
        : view.state.field(diagnosticsField).map((diagnostic) => atPointer(view.state, diagnostic));
    },
    {
      delay: 200,
      needsRefresh: (update) => update.startState.field(diagnosticsField) !== update.state.field(diagnosticsField),
    },
  );
  return [diagnosticsField, lint];
}

function atPointer(state: EditorState, { pointer, severity, message, code }: Diagnostic): EditorDiagnostic {
  const { from, to } = pointerRange(state, pointer);
  return { from, to, severity, message, source: code };
}

/** Where a pointer's value stands in the text; that of the nearest parent which is there. */
export function pointerRange(state: EditorState, pointer: string): { readonly from: number; readonly to: number } {
  const { pointers } = parseJSONDocumentState(state);
  const place = pointers.get(nearestPointer(pointer, new Set(pointers.keys())));
  if (place === undefined) return { from: 0, to: Math.min(1, state.doc.length) };
  if (!('valueFrom' in place)) return { from: place.keyFrom, to: place.keyTo };
  const isLong = place.valueTo - place.valueFrom > 120;
  return isLong
    ? { from: place.keyFrom ?? place.valueFrom, to: place.keyTo ?? place.valueFrom + 1 }
    : { from: place.valueFrom, to: place.valueTo };
}
