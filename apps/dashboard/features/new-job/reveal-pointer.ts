import { EditorView } from '@codemirror/view';
import { pointerRange } from './server-diagnostics.ts';

/** Puts the cursor at what a pointer names. */
export function revealPointer(view: EditorView, pointer: string): void {
  const { from, to } = pointerRange(view.state, pointer);
  view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}
