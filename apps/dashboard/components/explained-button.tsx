'use client';

import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { MouseEventHandler } from 'react';

/** A button that, when it cannot be pressed, stays in its place, can be reached by keyboard, and says why. */
export function ExplainedButton({
  refusal,
  onClick,
  ...button
}: ButtonProps & { readonly refusal: string | undefined; readonly onClick: MouseEventHandler<HTMLButtonElement> }) {
  const isRefused = refusal !== undefined;
  return (
    <Tooltip label={refusal} disabled={!isRefused}>
      <Button
        {...button}
        data-disabled={isRefused || undefined}
        aria-disabled={isRefused}
        onClick={isRefused ? (event) => event.preventDefault() : onClick}
      />
    </Tooltip>
  );
}
