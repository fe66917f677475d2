import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconLoader2,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  type TablerIcon,
} from '@tabler/icons-react';
import type { StateIconName } from '#data/tone.ts';
import styles from './state-pill.module.css';

const icons: Readonly<Record<StateIconName, TablerIcon>> = {
  dot: IconCircleDashed,
  play: IconPlayerPlayFilled,
  spin: IconLoader2,
  check: IconCircleCheckFilled,
  cross: IconCircleXFilled,
  pause: IconPlayerPauseFilled,
  stop: IconPlayerStopFilled,
  alert: IconAlertTriangleFilled,
};

export function StateIcon({ name, size = 13 }: { readonly name: StateIconName; readonly size?: number }) {
  const Icon = icons[name];
  return <Icon size={size} aria-hidden className={name === 'spin' ? styles.spin : undefined} />;
}
