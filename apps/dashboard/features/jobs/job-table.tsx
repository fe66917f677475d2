import type { Job } from '#data/api-types.ts';
import tableStyles from '#components/data-table.module.css';
import { JobRow } from './job-row.tsx';

export function JobTable({ jobs }: { readonly jobs: readonly Job[] }) {
  return (
    <table className={tableStyles.table}>
      <caption className="visually-hidden">Jobs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col">State</th>
          <th scope="col" className={tableStyles.num}>
            Last checkpoint
          </th>
          <th scope="col" className={tableStyles.num}>
            Duration
          </th>
          <th scope="col" className={tableStyles.num}>
            Full size
          </th>
          <th scope="col" className={tableStyles.num}>
            Parallelism
          </th>
          <th scope="col" className={tableStyles.num}>
            Rows in
          </th>
          <th scope="col" className={tableStyles.num}>
            Run time
          </th>
          <th scope="col" className={tableStyles.tight}>
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </tbody>
    </table>
  );
}
