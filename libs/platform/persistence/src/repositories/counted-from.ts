/** By how much the counts of a row's job rise, as SQL over that row; nothing: by none. */
export interface Counted {
  readonly completed?: string;
  readonly failed?: string;
  readonly restored?: string;
}

/** The part of a `WITH` that counts what another of its parts, with a `job_id` in each row, has just written. */
export function countedFrom(source: string, { completed = '0', failed = '0', restored = '0' }: Counted): string {
  return `counted AS (
    INSERT INTO checkpoint_count (job_id, completed, failed, restored)
    SELECT job_id, sum(${completed}), sum(${failed}), sum(${restored}) FROM ${source} GROUP BY job_id
    ON CONFLICT (job_id) DO UPDATE SET completed = checkpoint_count.completed + excluded.completed,
      failed = checkpoint_count.failed + excluded.failed, restored = checkpoint_count.restored + excluded.restored)`;
}
