'use client';

import Link from 'next/link';
import tableStyles from '#components/data-table.module.css';
import { Moment } from '#components/figures.tsx';
import { useJob } from '#features/job/use-job.tsx';

interface Version {
  readonly number: number;
  readonly createdAt: number;
  readonly parallelism: number;
}

export function VersionTable({ versions, shown }: { readonly versions: readonly Version[]; readonly shown: number }) {
  const job = useJob();
  return (
    <table className={tableStyles.table}>
      <caption className="visually-hidden">Versions of the spec, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col" className={tableStyles.num}>
            Parallelism
          </th>
          <th scope="col" className={tableStyles.num}>
            Stored
          </th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ number, createdAt, parallelism }) => (
          <tr key={number} data-row>
            <th scope="row">
              <Link
                href={`/jobs/${job.id}/configuration?version=${number}`}
                aria-current={number === shown ? 'true' : undefined}
              >
                Version {number}
              </Link>
              {number === job.version ? <span className={tableStyles.muted}> current</span> : null}
            </th>
            <td className={tableStyles.num}>{parallelism}</td>
            <td className={tableStyles.num}>
              <Moment value={createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
