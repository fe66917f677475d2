'use client';

import type { EditorView } from '@codemirror/view';
import CodeMirror, { type ReactCodeMirrorRef } from '@uiw/react-codemirror';
import { useEffect, useMemo, useRef } from 'react';
import type { Diagnostic } from '#data/api-types.ts';
import { specEditorExtensions } from './editor-extensions.ts';
import { showDiagnostics } from './server-diagnostics.ts';
import styles from './new-job.module.css';

export function SpecEditor(props: {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
  readonly onReady: (view: EditorView) => void;
}) {
  const { text, diagnostics, onChange, onSubmit, onReady } = props;
  const editor = useRef<ReactCodeMirrorRef>(null);
  const submit = useRef(onSubmit);
  useEffect(() => {
    submit.current = onSubmit;
  });
  const extensions = useMemo(() => specEditorExtensions(() => submit.current()), []);
  useEffect(() => {
    editor.current?.view?.dispatch({ effects: showDiagnostics.of(diagnostics) });
  }, [diagnostics]);
  return (
    <CodeMirror
      ref={editor}
      className={styles.editor}
      value={text}
      height="calc(100vh - 172px)"
      minHeight="320px"
      theme="none"
      extensions={extensions}
      indentWithTab={false}
      basicSetup={{ foldGutter: true, highlightActiveLine: true, searchKeymap: true }}
      onChange={onChange}
      onCreateEditor={onReady}
    />
  );
}
