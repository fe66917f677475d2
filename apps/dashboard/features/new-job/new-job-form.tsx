'use client';

import type { EditorView } from '@codemirror/view';
import { useState } from 'react';
import { ExplainedButton } from '#components/explained-button.tsx';
import { PageBody } from '#components/page-body.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { creationRefusal } from '#data/spec-verdict.ts';
import { readSpecText, specToText } from '#data/spec-text.ts';
import { CheckPanel } from './check-panel.tsx';
import { clearDraft, readDraft, saveDraft } from './draft.ts';
import { EditorToolbar } from './editor-toolbar.tsx';
import { revealPointer } from './reveal-pointer.ts';
import { SpecEditor } from './spec-editor.tsx';
import { SubmitKeys } from './submit-keys.tsx';
import { useCreateJob } from './use-create-job.ts';
import { useSpecCheck } from './use-spec-check.ts';
import styles from './new-job.module.css';

export function NewJobForm() {
  const [text, setText] = useState(readDraft);
  const [view, setView] = useState<EditorView>();
  const check = useSpecCheck(text);
  const creation = useCreateJob(clearDraft);
  const change = (next: string) => {
    setText(next);
    saveDraft(next);
    creation.reset();
  };
  const create = (mode: 'started' | 'stored') => {
    const spec = readSpecText(text);
    if (spec.kind === 'object' && !creation.isPending) creation.mutate({ ...spec.value, start: mode === 'started' });
  };
  const format = () => {
    const spec = readSpecText(text);
    if (spec.kind === 'object') change(specToText(spec.value));
  };
  const refusal = creationRefusal(check);
  return (
    <>
      <PageHeader
        title="New job"
        actions={
          <>
            <ExplainedButton variant="default" refusal={refusal} onClick={() => create('stored')}>
              Create without starting
            </ExplainedButton>
            <ExplainedButton
              refusal={refusal}
              loading={creation.isPending}
              onClick={() => create('started')}
              rightSection={<SubmitKeys />}
            >
              Create and start
            </ExplainedButton>
          </>
        }
      />
      <PageBody>
        <div className={styles.columns}>
          <Panel title="Job spec" layout="flush" aside={<EditorToolbar onSample={change} onFormat={format} />}>
            <SpecEditor
              text={text}
              diagnostics={check.diagnostics}
              onChange={change}
              onSubmit={() => create('started')}
              onReady={setView}
            />
          </Panel>
          <CheckPanel
            check={check}
            refusal={creation.error}
            onReveal={(pointer) => view !== undefined && revealPointer(view, pointer)}
          />
        </div>
      </PageBody>
    </>
  );
}
