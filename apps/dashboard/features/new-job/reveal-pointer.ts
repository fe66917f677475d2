import { EditorView } from '@codemirror/view';
import { rangeOfPointer } from '#data/json-pointers.ts';

/** Puts the cursor at what a pointer names. */
export function revealPointer(view: EditorView, pointer: string): void {
  const { from, to } = rangeOfPointer(view.state.doc.toString(), pointer);
  view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}
