'use client';

import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { Rate } from '#components/figures.tsx';
import { formatShare } from '#data/format.ts';
import { graphStyles, type GraphStyle, type PlacedOperator } from '#data/graph-layout.ts';
import styles from './overview.module.css';
import { TimeShares } from './time-shares.tsx';

export type OperatorFlowNode = Node<{ readonly placed: PlacedOperator }, GraphStyle>;

export function OperatorNode({ data, type }: NodeProps<OperatorFlowNode>) {
  const { nodeWidth, nodeHeight, rankdir } = graphStyles[type];
  const [before, after] = rankdir === 'LR' ? [Position.Left, Position.Right] : [Position.Top, Position.Bottom];
  const { operator, pressure, chainedWith } = data.placed;
  const { metrics } = operator;
  return (
    <div className={styles.node} data-tone={pressure?.tone ?? 'idle'} style={{ width: nodeWidth, height: nodeHeight }}>
      <Handle type="target" position={before} className={styles.handle} isConnectable={false} />
      <div className={styles.nodeHead}>
        <span className={styles.nodeName} title={operator.uid}>
          {operator.name}
        </span>
        <span className={styles.nodeParallelism} title={`Parallelism ${operator.parallelism}`}>
          ×{operator.parallelism}
        </span>
      </div>
      <div className={styles.nodeType}>
        {operator.type}
        {chainedWith.length === 0 ? null : (
          <span title={`Runs in one loop with ${chainedWith.join(', ')}`}> · chained</span>
        )}
      </div>
      {metrics === null ? (
        <div className={styles.nodeIdle}>not running</div>
      ) : (
        <>
          <div className={styles.nodeRates}>
            <span title="Rows in per second">
              <i aria-hidden>in</i> {operator.kind === 'SOURCE' ? '–' : <Rate value={metrics.recordsInPerSecond} />}
            </span>
            <span title="Rows out per second">
              <i aria-hidden>out</i> {operator.kind === 'SINK' ? '–' : <Rate value={metrics.recordsOutPerSecond} />}
            </span>
            <span className={styles.nodeBusy} title={pressure?.label}>
              {formatShare(metrics.busyRatio)}
            </span>
          </div>
          <TimeShares metrics={metrics} />
        </>
      )}
      <Handle type="source" position={after} className={styles.handle} isConnectable={false} />
    </div>
  );
}
