'use client';

import '@xyflow/react/dist/style.css';
import { Background, Controls, ReactFlow, type Edge } from '@xyflow/react';
import { useMemo } from 'react';
import type { JobGraph } from '#data/api-types.ts';
import { formatRate } from '#data/format.ts';
import { nodeHeight, nodeWidth, placeGraph, type PlacedEdge, type PlacedOperator } from '#data/graph-layout.ts';
import { OperatorNode, type OperatorFlowNode } from './operator-node.tsx';
import styles from './overview.module.css';

const nodeTypes = { operator: OperatorNode };

/** The job as it runs: operators, channels, rates. Read only; the list beside it holds the same. */
export function JobGraphCanvas({ graph }: { readonly graph: Pick<JobGraph, 'operators' | 'edges'> }) {
  const placed = useMemo(() => placeGraph(graph), [graph]);
  const height = Math.min(560, Math.max(180, placed.height + 72));
  return (
    <div style={{ height }} className={styles.canvas}>
      <ReactFlow
        nodes={placed.nodes.map(toFlowNode)}
        edges={placed.edges.map(toFlowEdge)}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ padding: 0.06, maxZoom: 1 }}
        minZoom={0.3}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
        aria-label="Operators of the job"
      >
        <Background gap={20} size={1} color="var(--line)" />
        <Controls showInteractive={false} position="bottom-right" />
      </ReactFlow>
    </div>
  );
}

function toFlowNode(placed: PlacedOperator): OperatorFlowNode {
  const { operator } = placed;
  return {
    id: operator.uid,
    type: 'operator',
    position: { x: placed.x, y: placed.y },
    data: { placed },
    width: nodeWidth,
    height: nodeHeight,
    ariaLabel: `${operator.name}, ${operator.type}, parallelism ${operator.parallelism}${placed.pressure === undefined ? '' : `, ${placed.pressure.label}`}`,
  };
}

function toFlowEdge(edge: PlacedEdge): Edge {
  return {
    id: edge.id,
    source: edge.from,
    target: edge.to,
    label: edge.recordsPerSecond === null || edge.isChained ? undefined : formatRate(edge.recordsPerSecond),
    className: edge.isChained ? styles.chainedEdge : styles.channelEdge,
    ariaLabel: `${edge.from} to ${edge.to}`,
  };
}
