'use client';

import { Chip, CloseButton, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useRef, useTransition } from 'react';
import type { JobFilter } from '#api/job-queries.ts';
import type { JobState } from '#data/api-types.ts';
import { jobStateLook } from '#data/job-state.ts';

const offered: readonly JobState[] = ['RUNNING', 'RESTARTING', 'SUSPENDED', 'FAILED', 'FINISHED', 'CANCELED'];

/** The filter stands in the URL, so that it can be shared and survives a reload. */
export function JobFilterBar({ filter }: { readonly filter: JobFilter }) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [, startTransition] = useTransition();
  const show = (next: JobFilter) => {
    const params = new URLSearchParams();
    if (next.state !== undefined) params.set('state', next.state);
    if (next.name !== undefined && next.name !== '') params.set('name', next.name);
    startTransition(() => router.replace(params.size === 0 ? '/jobs' : `/jobs?${params.toString()}`));
  };
  const clearName = () => {
    if (input.current !== null) input.current.value = '';
    show({ ...filter, name: '' });
  };
  return (
    <Group gap="sm" role="search" aria-label="Filter jobs">
      <TextInput
        size="xs"
        w={220}
        placeholder="Filter by name"
        aria-label="Filter by name"
        leftSection={<IconSearch size={14} />}
        rightSection={
          filter.name === undefined ? undefined : (
            <CloseButton size="xs" aria-label="Clear the name" onClick={clearName} />
          )
        }
        ref={input}
        defaultValue={filter.name ?? ''}
        onChange={(event) => show({ ...filter, name: event.currentTarget.value })}
      />
      <Chip.Group multiple={false} value={filter.state ?? ''} onChange={() => undefined}>
        <Group gap={6}>
          {offered.map((state) => (
            <Chip
              key={state}
              value={state}
              size="xs"
              variant="light"
              onClick={() => show(filter.state === state ? { name: filter.name ?? '' } : { ...filter, state })}
            >
              {jobStateLook(state).label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Group>
  );
}
