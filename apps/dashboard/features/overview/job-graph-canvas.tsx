'use client';

import '@xyflow/react/dist/style.css';
import { Background, Controls, ReactFlow, type Edge } from '@xyflow/react';
import { useMemo } from 'react';
import type { JobGraph } from '#data/api-types.ts';
import { formatRate } from '#data/format.ts';
import { graphStyles, placeGraph, type GraphStyle, type PlacedEdge, type PlacedOperator } from '#data/graph-layout.ts';
import { OperatorNode, type OperatorFlowNode } from './operator-node.tsx';
import { PlannedNode } from './planned-node.tsx';
import styles from './overview.module.css';

const nodeTypes = { running: OperatorNode, 'running-narrow': OperatorNode, planned: PlannedNode };

/** A graph of more operators than this may not fit at a readable size, so that it can be moved and gets controls. */
const stillUpTo = 6;

/** The job as it runs: operators, channels, rates. Read only; the list beside it holds the same. */
export function JobGraphCanvas({
  graph,
  style,
}: {
  readonly graph: Pick<JobGraph, 'operators' | 'edges'>;
  readonly style: GraphStyle;
}) {
  const placed = useMemo(() => placeGraph(graph, style), [graph, style]);
  const isMovable = placed.nodes.length > stillUpTo;
  const height = Math.min(isMovable ? 640 : 1_000, Math.max(168, placed.height + 64));
  return (
    <div style={{ height }} className={styles.canvas}>
      <ReactFlow
        key={style}
        nodes={placed.nodes.map((node) => toFlowNode(node, style))}
        edges={placed.edges.map(toFlowEdge)}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ padding: 0.04, maxZoom: 1 }}
        minZoom={0.3}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        zoomOnPinch={isMovable}
        zoomOnDoubleClick={isMovable}
        panOnDrag={isMovable}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
        aria-label="Operators of the job"
      >
        <Background gap={20} size={1} color="var(--line)" />
        {isMovable ? <Controls showInteractive={false} position="bottom-right" orientation="horizontal" /> : null}
      </ReactFlow>
    </div>
  );
}

function toFlowNode(placed: PlacedOperator, style: GraphStyle): OperatorFlowNode {
  const { operator } = placed;
  return {
    id: operator.uid,
    type: style,
    position: { x: placed.x, y: placed.y },
    data: { placed },
    width: graphStyles[style].nodeWidth,
    height: graphStyles[style].nodeHeight,
    ariaLabel: `${operator.name}, ${operator.type}, parallelism ${operator.parallelism}${placed.pressure === undefined ? '' : `, ${placed.pressure.label}`}`,
  };
}

function toFlowEdge(edge: PlacedEdge): Edge {
  return {
    id: edge.id,
    source: edge.from,
    target: edge.to,
    label: edge.isChained ? undefined : edgeLabel(edge),
    className: edge.isChained ? styles.chainedEdge : styles.channelEdge,
    ariaLabel: `${edge.from} to ${edge.to}`,
  };
}

/** How rows are dealt out, where it is not from one subtask to one, and how many of them. */
function edgeLabel({ shipStrategy, recordsPerSecond }: PlacedEdge): string {
  const strategy = shipStrategy === 'FORWARD' ? '' : shipStrategy.toLowerCase();
  return recordsPerSecond === null ? strategy : `${strategy} ${formatRate(recordsPerSecond)}`.trim();
}
