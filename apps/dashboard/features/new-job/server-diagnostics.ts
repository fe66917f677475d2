import { jsonParseLinter } from '@codemirror/lang-json';
import { linter, type Diagnostic as EditorDiagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import type { Diagnostic } from '#data/api-types.ts';
import { rangeOfPointer } from '#data/json-pointers.ts';

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
      if (syntax.length > 0) return syntax;
      const text = view.state.doc.toString();
      return view.state.field(diagnosticsField).map((diagnostic) => atPointer(text, diagnostic));
    },
    {
      delay: 200,
      needsRefresh: (update) => update.startState.field(diagnosticsField) !== update.state.field(diagnosticsField),
    },
  );
  return [diagnosticsField, lint];
}

function atPointer(text: string, { pointer, severity, message, code }: Diagnostic): EditorDiagnostic {
  return { ...rangeOfPointer(text, pointer), severity, message, source: code };
}
