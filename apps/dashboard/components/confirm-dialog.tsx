'use client';

import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Dialog } from './dialog.tsx';

/**
 * Names a consequence and asks. The button that changes nothing has the focus first.
 * `typed`: the word that must be typed before something is lost for good.
 */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly keepLabel: string;
  readonly tone: 'safe' | 'destructive';
  readonly typed?: string;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const isReady = props.typed === undefined || typed === props.typed;
  return (
    <Dialog onClose={props.onClose} title={props.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !props.isBusy) props.onConfirm();
        }}
      >
        <Text size="sm" component="div">
          {props.children}
        </Text>
        {props.typed === undefined ? null : (
          <TextInput
            mt="md"
            label={`Type ${props.typed} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" size="sm" onClick={props.onClose} data-autofocus>
            {props.keepLabel}
          </Button>
          <Button
            type="submit"
            size="sm"
            color={props.tone === 'destructive' ? 'red.8' : undefined}
            disabled={!isReady}
            loading={props.isBusy}
          >
            {props.confirmLabel}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
