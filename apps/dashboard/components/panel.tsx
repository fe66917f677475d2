import type { ReactNode } from 'react';
import { AsOf } from './as-of.tsx';
import { SidewaysScroll } from './sideways-scroll.tsx';
import styles from './panel.module.css';

/** A titled region of a page. `flush`: its content (a table) touches the border. */
export function Panel(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly layout?: 'padded' | 'flush';
  readonly children: ReactNode;
}) {
  const id = `panel-${props.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {props.title}
        </h2>
        <div className={styles.aside}>
          <AsOf />
          {props.aside}
        </div>
      </div>
      {props.layout === 'flush' ? (
        <SidewaysScroll labelledBy={id}>{props.children}</SidewaysScroll>
      ) : (
        <div className={styles.body}>{props.children}</div>
      )}
    </section>
  );
}
