'use client';

import { assertNever } from '@weir/kernel';
import type { Savepoint } from '#data/api-types.ts';
import { DeleteSavepointDialog } from './delete-savepoint-dialog.tsx';
import { PinSavepointDialog } from './pin-savepoint-dialog.tsx';
import { RenameSavepointDialog } from './rename-savepoint-dialog.tsx';
import { RestoreSavepointDialog } from './restore-savepoint-dialog.tsx';

export type SavepointAction = 'restore' | 'rename' | 'pin' | 'unpin' | 'delete';

export function SavepointActionDialog(props: {
  readonly action: SavepointAction;
  readonly savepoint: Savepoint;
  readonly onClose: () => void;
}) {
  const { action, savepoint, onClose } = props;
  switch (action) {
    case 'restore':
      return <RestoreSavepointDialog savepoint={savepoint} onClose={onClose} />;
    case 'rename':
      return <RenameSavepointDialog savepoint={savepoint} onClose={onClose} />;
    case 'pin':
    case 'unpin':
      return <PinSavepointDialog savepoint={savepoint} onClose={onClose} />;
    case 'delete':
      return <DeleteSavepointDialog savepoint={savepoint} onClose={onClose} />;
    default:
      return assertNever(action);
  }
}
