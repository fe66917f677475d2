'use client';

import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { takeSavepoint } from '#api/job-commands.ts';
import { Dialog } from '#components/dialog.tsx';
import type { Job } from '#data/api-types.ts';
import { useCommand } from '#live/use-command.ts';

export function SavepointDialog({ job, onClose }: { readonly job: Job; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const command = useCommand({
    label: `Savepoint: ${job.name}`,
    send: () => takeSavepoint(job.id, { name: name.trim(), note: note.trim() }),
    onDone: onClose,
  });
  return (
    <Dialog onClose={onClose} title="Take a savepoint">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!command.isPending) command.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            The job keeps running. The savepoint is self-contained, is never removed by retention, and outlives the job.
          </Text>
          <TextInput
            label="Name"
            placeholder="before-the-upgrade"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
            autoComplete="off"
          />
          <Textarea
            label="Note"
            value={note}
            maxLength={2000}
            rows={3}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              Not now
            </Button>
            <Button type="submit" size="sm" loading={command.isPending}>
              Take savepoint
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
