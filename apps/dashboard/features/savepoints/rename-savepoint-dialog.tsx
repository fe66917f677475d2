'use client';

import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '#components/dialog.tsx';
import { changeSavepoint } from '#api/savepoint-commands.ts';
import type { Savepoint } from '#data/api-types.ts';
import { useCommand } from '#live/use-command.ts';

export function RenameSavepointDialog({
  savepoint,
  onClose,
}: {
  readonly savepoint: Savepoint;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(savepoint.name);
  const [note, setNote] = useState(savepoint.note);
  const command = useCommand({
    label: `Savepoint ${name}`,
    send: async () => {
      await changeSavepoint(savepoint.id, { name: name.trim(), note: note.trim() });
    },
    onDone: onClose,
  });
  return (
    <Dialog onClose={onClose} title="Rename or annotate">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!command.isPending) command.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            value={name}
            maxLength={200}
            required
            data-autofocus
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
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
              Leave it as it is
            </Button>
            <Button type="submit" size="sm" loading={command.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
