'use client';

import type { Job } from '#data/api-types.ts';
import { DirectActionDialog } from './direct-action-dialog.tsx';
import type { MenuAction } from './job-action-menu.tsx';
import { StartDialog } from './start-dialog.tsx';

/** The dialog of the chosen action; nothing while none is chosen. */
export function JobActionDialog(props: {
  readonly job: Job;
  readonly action: MenuAction | undefined;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}) {
  const { job, action, onClose, onDeleted } = props;
  if (action === undefined) return null;
  if (action === 'start') return <StartDialog job={job} onClose={onClose} />;
  return <DirectActionDialog job={job} action={action} onClose={onClose} onDeleted={onDeleted} />;
}
