import type { RowShape } from './row-shape.ts';

/** How the rows of a lane must follow each other where they are checked. */
export type LaneOrder =
  /** Each is the next one: nothing is missing, nothing comes twice. */
  | 'GAPLESS'
  /** Each lies behind the one before: rows of a lane are dealt over several subtasks here. */
  | 'RISING';

/** What an operator's input is checked against, in the thread that processes it. */
export type CheckSpec =
  /** Rows of the sources; a lane is a split of a source. Positions are operator list state. */
  | { readonly kind: 'rows'; readonly shape: RowShape; readonly order: LaneOrder }
  /** Rows by key, into the shipped aggregate; a lane is a key of a source. Positions are keyed state, and the aggregate's answer is checked too. */
  | { readonly kind: 'aggregate'; readonly shape: RowShape }
  /** Updates of the aggregate; a lane is a key, and its count is the number. Positions are operator list state. */
  | { readonly kind: 'updates'; readonly shape: RowShape; readonly order: LaneOrder };
