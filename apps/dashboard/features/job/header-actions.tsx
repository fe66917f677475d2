'use client';

import { IconBookmark, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { ExplainedButton } from '#components/explained-button.tsx';
import type { Job } from '#data/api-types.ts';
import { refusal } from '#data/job-actions.ts';
import { isActive } from '#data/job-state.ts';
import type { MenuAction } from '#features/job-actions/job-action-menu.tsx';

/** The likeliest actions in the open; all of them are in the menu beside. */
export function HeaderActions({
  job,
  onChoose,
}: {
  readonly job: Job;
  readonly onChoose: (action: MenuAction | 'savepoint') => void;
}) {
  if (!isActive(job.state)) {
    return (
      <ExplainedButton
        leftSection={<IconPlayerPlay size={15} />}
        refusal={refusal(job, 'start')}
        onClick={() => onChoose('start')}
      >
        Start
      </ExplainedButton>
    );
  }
  return (
    <>
      <ExplainedButton
        variant="default"
        leftSection={<IconBookmark size={15} />}
        refusal={refusal(job, 'savepoint')}
        onClick={() => onChoose('savepoint')}
      >
        Take savepoint
      </ExplainedButton>
      <ExplainedButton
        variant="default"
        leftSection={<IconRefresh size={15} />}
        refusal={refusal(job, 'restart')}
        onClick={() => onChoose('restart')}
      >
        Restart
      </ExplainedButton>
      <ExplainedButton
        leftSection={<IconPlayerStop size={15} />}
        refusal={refusal(job, 'stop')}
        onClick={() => onChoose('stop')}
      >
        Stop with savepoint
      </ExplainedButton>
    </>
  );
}
