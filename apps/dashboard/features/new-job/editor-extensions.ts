import { json, jsonLanguage } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter } from '@codemirror/lint';
import { Prec, type Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { jobSpecJsonSchema } from '@weir/job-spec';
import { jsonCompletion, jsonSchemaHover, stateExtensions } from 'codemirror-json-schema';
import { serverDiagnostics } from './server-diagnostics.ts';

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--ink)' },
  { tag: tags.string, color: 'var(--tone-ok)' },
  { tag: tags.number, color: 'var(--tone-busy)' },
  { tag: [tags.bool, tags.null], color: 'var(--tone-warn)' },
  { tag: [tags.separator, tags.bracket, tags.squareBracket, tags.brace], color: 'var(--ink-3)' },
]);

/** JSON with the job spec's completion and help on hover; the checks are the server's. */
export function specEditorExtensions(submit: () => void): Extension[] {
  return [
    json(),
    syntaxHighlighting(highlight),
    lintGutter(),
    serverDiagnostics(),
    jsonLanguage.data.of({ autocomplete: jsonCompletion() }),
    hoverTooltip(jsonSchemaHover()),
    stateExtensions(jobSpecJsonSchema()),
    EditorView.contentAttributes.of({ 'aria-label': 'Job spec', tabindex: '0' }),
    EditorView.lineWrapping,
    Prec.highest(
      keymap.of([
        {
          key: 'Mod-Enter',
          run: () => {
            submit();
            return true;
          },
        },
      ]),
    ),
  ];
}
