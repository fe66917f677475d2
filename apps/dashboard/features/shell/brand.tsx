import Link from 'next/link';
import styles from './shell.module.css';

/** A stream, and the barrier across it. */
export function Brand() {
  return (
    <Link href="/jobs" className={styles.brand}>
      <svg width="22" height="22" viewBox="0 0 24 24" fill="none" aria-hidden>
        <path
          d="M2 7c3-2.4 6 2.4 9 0M2 12.5c3-2.4 6 2.4 9 0M2 18c3-2.4 6 2.4 9 0"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          opacity="0.95"
        />
        <path d="M14.5 3v18" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
        <path
          d="M18 7.2c1.4-.6 2.6-.2 4 .6M18 17.8c1.4-.6 2.6-.2 4 .6"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          opacity="0.45"
        />
      </svg>
      Weir
    </Link>
  );
}
