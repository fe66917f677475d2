'use client';

import { Button } from '@mantine/core';
import { IconRipple } from '@tabler/icons-react';
import Link from 'next/link';
import { CodeBlock } from '#components/code-block.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { useOrigin } from '#live/use-origin.ts';
import { createJobCommand } from '#data/curl.ts';
import { firstSampleText } from '#data/samples.ts';

export function NoJobs({ reason }: { readonly reason: 'none' | 'filtered' }) {
  const origin = useOrigin();
  if (reason === 'filtered') {
    return (
      <EmptyState
        title="No job matches the filter"
        action={
          <Button component={Link} href="/jobs" variant="default">
            Clear the filter
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconRipple size={20} />}
      title="No jobs yet"
      action={
        <Button component={Link} href="/jobs/new" size="sm">
          Open the sample job
        </Button>
      }
      details={<CodeBlock label="command" text={createJobCommand(origin, firstSampleText())} maxHeight={260} />}
    >
      A job is a JSON document: sources, operators, sinks, and how often to take a checkpoint. Start with the sample, or
      post one from a terminal.
    </EmptyState>
  );
}
