'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';
import styles from './sideways-scroll.module.css';

/** Content that may be wider than its room. Where it is, it scrolls sideways and can be reached by keyboard to do so. */
export function SidewaysScroll({
  labelledBy,
  children,
}: {
  readonly labelledBy: string;
  readonly children: ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [isWider, setWider] = useState(false);
  useEffect(() => {
    const { current: element } = frame;
    if (element === null) return undefined;
    const measure = () => setWider(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [children]);
  const reachable = isWider ? { tabIndex: 0, role: 'group', 'aria-labelledby': labelledBy } : {};
  return (
    <div ref={frame} className={styles.frame} {...reachable}>
      {children}
    </div>
  );
}
