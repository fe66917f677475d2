'use client';

import { Handle, Position, type NodeProps } from '@xyflow/react';
import { graphStyles } from '#data/graph-layout.ts';
import type { OperatorFlowNode } from './operator-node.tsx';
import styles from './overview.module.css';

const { nodeWidth, nodeHeight } = graphStyles.planned;

/** An operator that does not run yet: what it is, and the columns it will put out. */
export function PlannedNode({ data }: NodeProps<OperatorFlowNode>) {
  const { operator } = data.placed;
  const columns = operator.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  return (
    <div className={styles.node} data-tone="planned" style={{ width: nodeWidth, height: nodeHeight }}>
      <Handle type="target" position={Position.Top} className={styles.handle} isConnectable={false} />
      <div className={styles.nodeHead}>
        <span className={styles.nodeName}>{operator.name}</span>
        <span className={styles.nodeParallelism}>
          {operator.type} ×{operator.parallelism}
        </span>
      </div>
      <div className={styles.nodeColumns} title={columns}>
        {operator.kind === 'SINK' ? 'takes rows, puts out none' : columns}
      </div>
      <Handle type="source" position={Position.Bottom} className={styles.handle} isConnectable={false} />
    </div>
  );
}
