import Link from 'next/link';
import styles from './view-switch.module.css';

export interface ViewOption {
  readonly value: string;
  readonly label: string;
  readonly href: string;
}

/** Alternatives of one region; the chosen one stands in the URL. */
export function ViewSwitch(props: {
  readonly label: string;
  readonly options: readonly ViewOption[];
  readonly current: string;
}) {
  return (
    <nav aria-label={props.label} className={styles.switch}>
      {props.options.map(({ value, label, href }) => (
        <Link
          key={value}
          href={href}
          replace
          scroll={false}
          className={styles.option}
          aria-current={value === props.current ? 'true' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
