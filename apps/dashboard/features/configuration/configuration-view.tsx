'use client';

import { useQuery } from '@tanstack/react-query';
import { checkpointConfigQuery } from '#api/checkpoint-queries.ts';
import { versionQuery, versionsQuery } from '#api/job-queries.ts';
import { CodeBlock } from '#components/code-block.tsx';
import { PageBody } from '#components/page-body.tsx';
import { Panel } from '#components/panel.tsx';
import { QueryRegion } from '#components/query-region.tsx';
import { specToText } from '#data/spec-text.ts';
import { useJob } from '#features/job/use-job.tsx';
import { CheckpointConfigTable } from './checkpoint-config-table.tsx';
import { VersionTable } from './version-table.tsx';
import styles from './configuration.module.css';

export function ConfigurationView({ version }: { readonly version: number | undefined }) {
  const job = useJob();
  const shown = version ?? job.version;
  const config = useQuery(checkpointConfigQuery(job.id));
  const versions = useQuery(versionsQuery(job.id));
  const detail = useQuery(versionQuery(job.id, shown));
  return (
    <PageBody>
      <div className={styles.columns}>
        <Panel
          title="Job spec"
          aside={shown === job.version ? `version ${shown}, the current one` : `version ${shown} of ${job.version}`}
        >
          <QueryRegion query={detail}>
            {({ spec }) => <CodeBlock text={specToText(spec)} label="job spec" />}
          </QueryRegion>
        </Panel>
        <div className={styles.side}>
          <Panel title="Checkpoint configuration" layout="flush" aside="with its defaults">
            <QueryRegion query={config}>{(data) => <CheckpointConfigTable config={data} />}</QueryRegion>
          </Panel>
          <Panel title="Versions" layout="flush">
            <QueryRegion query={versions}>{({ items }) => <VersionTable versions={items} shown={shown} />}</QueryRegion>
          </Panel>
        </div>
      </div>
    </PageBody>
  );
}
