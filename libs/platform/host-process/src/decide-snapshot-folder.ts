import type { Installation } from '@weir/persistence';

export interface SnapshotFolderFacts {
  readonly installation: Installation;
  /** Absolute: where this process is to keep snapshots. */
  readonly folder: string;
  /** The installation that the folder says it belongs to; null: it says nothing. */
  readonly belongsTo: string | null;
  /** Another host of this installation is up. */
  readonly isOtherUp: boolean;
}

/**
 * KEEP: it is as it was. TAKE: the folder is new, and marked from now on. MOVE: what lay below `from` lies here now. REFUSE: to go on would
 * harm somebody's snapshots.
 */
export type SnapshotFolderDecision =
  | { readonly kind: 'KEEP' }
  | { readonly kind: 'TAKE' }
  | { readonly kind: 'MOVE'; readonly from: string }
  | { readonly kind: 'REFUSE'; readonly message: string };

/** What a process that starts makes of its snapshot folder. */
export function decideSnapshotFolder(facts: SnapshotFolderFacts): SnapshotFolderDecision {
  const { installation, folder, belongsTo, isOtherUp } = facts;
  if (belongsTo !== null && belongsTo !== installation.id) {
    const advice = `Set WEIR_SNAPSHOT_DIR to another folder, or, if that installation is gone, remove ${folder}/${markName}.`;
    return { kind: 'REFUSE', message: `${folder} holds the snapshots of another installation. ${advice}` };
  }
  const recorded = installation.snapshotFolder;
  if (recorded === folder) return { kind: belongsTo === null ? 'TAKE' : 'KEEP' };
  if (recorded !== null && isOtherUp) {
    const advice = 'Hosts share one folder under one path: give it to this one too, or stop the others to move it.';
    return {
      kind: 'REFUSE',
      message: `Other hosts keep the snapshots in ${recorded}, this one in ${folder}. ${advice}`,
    };
  }
  return recorded === null || belongsTo === null ? { kind: 'TAKE' } : { kind: 'MOVE', from: recorded };
}

/** Names the installation that a snapshot folder belongs to. */
export const markName = '.installation';
