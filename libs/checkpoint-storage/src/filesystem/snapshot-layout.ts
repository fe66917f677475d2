import { join } from 'node:path/posix';

/**
 * Names on disk.
 *
 * ```
 * <root>/<jobId>/epoch-<n>/chk-<id>/_metadata     published: the checkpoint is complete
 * <root>/<jobId>/epoch-<n>/chk-<id>/*.state       its files
 * <root>/<jobId>/epoch-<n>/open/                  the gate of a live epoch: see epoch-gate.ts
 * <root>/<jobId>/epoch-<n>/sealed/                the same folder after a higher epoch has opened
 * <root>/<jobId>/stop-<id>-<n>                   points to the savepoint the job was stopped with: see stop-savepoints.ts
 * <directory>/savepoint-<job6>-<random>/          a savepoint: the same files, and nothing outside
 * ```
 */
export const openGateName = 'open';
/** Name of a manifest that is written in the snapshot's own folder, as between devices. */
export const temporaryManifestPrefix = '._metadata-';
export const sealedGateName = 'sealed';
export const checkpointFolderPattern = /^chk-([1-9]\d{0,15})$/;
export const savepointFolderPattern = /^savepoint-[0-9a-f]{6}-[0-9a-f]{8,32}$/;
export const stagedEpochPattern = /^\.opening-([1-9]\d{0,15})-[0-9a-f]+$/;
const epochFolderPattern = /^epoch-([1-9]\d{0,15})$/;

export function epochFolder(jobFolder: string, epoch: number): string {
  return join(jobFolder, `epoch-${epoch}`);
}

/** The epoch of a folder's name; undefined for other names. */
export function epochOfName(name: string): number | undefined {
  const match = epochFolderPattern.exec(name);
  return match ? Number(match[1]) : undefined;
}
