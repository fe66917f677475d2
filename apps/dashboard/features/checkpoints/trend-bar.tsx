import type { TrendPoint } from '#data/checkpoint-trend.ts';

interface BarBox {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly width?: number | string;
  readonly height?: number | string;
  readonly payload?: TrendPoint;
}

const barWidthMax = 12;
const markSize = 9;

/** A bar as long as the checkpoint took; a failed one is a red mark on the ground. */
export function TrendBar(box: BarBox) {
  const [x, y, width, height] = [Number(box.x), Number(box.y), Number(box.width), Number(box.height)];
  const { payload: point } = box;
  if (point === undefined || !Number.isFinite(x + y + width + height)) return null;
  const drawn = Math.min(width, barWidthMax);
  const middle = x + width / 2;
  if (point.failed) {
    const ground = y + height;
    const corners = `${middle},${ground - markSize} ${middle - markSize / 2},${ground} ${middle + markSize / 2},${ground}`;
    return <polygon points={corners} fill="var(--tone-bad)" />;
  }
  const fill = point.savepoint ? 'var(--phase-sync)' : 'var(--phase-async)';
  return <rect x={middle - drawn / 2} y={y} width={drawn} height={Math.max(1, height)} rx={1.5} fill={fill} />;
}
