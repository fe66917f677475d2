import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import { assertNever } from '@weir/kernel';
import { countRemarks } from '#data/spec-verdict.ts';
import type { SpecCheck } from './use-spec-check.ts';
import styles from './new-job.module.css';

export function VerdictLine({ check }: { readonly check: SpecCheck }) {
  switch (check.kind) {
    case 'unreadable':
      return <Line tone="bad" icon={<IconCircleX size={16} aria-hidden />} text={check.message} />;
    case 'asking':
      return <Line tone="idle" icon={<IconLoader2 size={16} aria-hidden />} text="Checking" />;
    case 'unanswered':
      return (
        <Line tone="warn" icon={<IconAlertTriangle size={16} aria-hidden />} text="The spec could not be checked." />
      );
    case 'checked': {
      const { valid, diagnostics } = check.verdict;
      const icon = valid ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />;
      return (
        <Line
          tone={valid ? 'ok' : 'bad'}
          icon={icon}
          text={`${valid ? 'Ready to run' : 'Not ready'}${countRemarks(diagnostics)}`}
        />
      );
    }
    default:
      return assertNever(check);
  }
}

function Line({ tone, icon, text }: { readonly tone: string; readonly icon: React.ReactNode; readonly text: string }) {
  return (
    <p className={styles.verdictLine} data-tone={tone}>
      {icon}
      {text}
    </p>
  );
}
