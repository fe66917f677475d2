'use client';

import { ApiProblem } from '#api/api-problem.ts';
import { ErrorCard } from '#components/error-card.tsx';
import { Panel } from '#components/panel.tsx';
import { SkeletonRows } from '#components/skeleton-rows.tsx';
import { JobGraphCanvas } from '#features/overview/job-graph-canvas.tsx';
import { DiagnosticList, type Remark } from './diagnostic-list.tsx';
import type { SpecCheck } from './use-spec-check.ts';
import { VerdictLine } from './verdict-line.tsx';
import styles from './new-job.module.css';

export function CheckPanel(props: {
  readonly check: SpecCheck;
  readonly refusal: Error | null;
  readonly onReveal: (pointer: string) => void;
}) {
  const { check, refusal, onReveal } = props;
  const graph = check.kind === 'checked' ? check.verdict.graph : null;
  return (
    <div className={styles.side}>
      <Panel title="Checks" layout="flush">
        <div role="status" className={styles.verdict}>
          <VerdictLine check={check} />
        </div>
        {refusal === null ? null : <Refusal error={refusal} onReveal={onReveal} />}
        {check.kind === 'asking' ? <SkeletonRows rows={2} /> : null}
        {check.kind === 'unanswered' ? <ErrorCard error={check.error} /> : null}
        <DiagnosticList remarks={check.diagnostics} onReveal={onReveal} />
      </Panel>
      {graph === null ? null : (
        <Panel title="Graph" layout="flush" aside={`${graph.operators.length} operators`}>
          <JobGraphCanvas key={graph.operators.map(({ uid }) => uid).join()} graph={graph} style="planned" />
        </Panel>
      )}
    </div>
  );
}

function Refusal({ error, onReveal }: { readonly error: Error; readonly onReveal: (pointer: string) => void }) {
  const remarks: readonly Remark[] =
    error instanceof ApiProblem ? error.errors.map((item) => ({ ...item, severity: 'error' })) : [];
  return (
    <div role="alert" className={styles.refusal}>
      <p className={styles.refusalText}>The job was not created: {error.message}</p>
      <DiagnosticList remarks={remarks} onReveal={onReveal} />
    </div>
  );
}
