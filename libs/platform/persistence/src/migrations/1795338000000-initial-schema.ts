import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  `CREATE TABLE job (
    id uuid NOT NULL,
    name text NOT NULL,
    version_number integer NOT NULL,
    state text NOT NULL,
    desired_state text NOT NULL,
    observed_at bigint NOT NULL,
    parallelism integer NOT NULL,
    warnings json NOT NULL,
    current_run_id uuid,
    run_number integer NOT NULL,
    epoch bigint NOT NULL,
    created_at bigint NOT NULL,
    row_version integer NOT NULL,
    CONSTRAINT job_desired_state_check CHECK (desired_state IN ('CREATED', 'RUNNING', 'STOPPED', 'CANCELED')),
    CONSTRAINT job_state_check CHECK (state IN ('CREATED', 'INITIALIZING', 'RUNNING', 'FAILING', 'RESTARTING', 'CANCELLING', 'SUSPENDED', 'FINISHED', 'CANCELED', 'FAILED')),
    CONSTRAINT job_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE job_version (
    job_id uuid NOT NULL,
    version_number integer NOT NULL,
    spec json NOT NULL,
    parallelism integer NOT NULL,
    created_at bigint NOT NULL,
    CONSTRAINT job_version_pk PRIMARY KEY (job_id, version_number)
  )`,
  `CREATE TABLE run (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    number integer NOT NULL,
    version_number integer NOT NULL,
    state text NOT NULL,
    parallelism integer NOT NULL,
    is_parallelism_overridden boolean NOT NULL,
    origin json NOT NULL,
    allow_non_restored_state boolean NOT NULL,
    claim_mode text NOT NULL,
    restored_from json,
    failure json,
    created_at bigint NOT NULL,
    started_at bigint,
    ended_at bigint,
    records_in bigint NOT NULL,
    records_out bigint NOT NULL,
    owner_id text,
    owner_incarnation integer,
    lease_expires_at timestamptz,
    epoch bigint NOT NULL,
    CONSTRAINT run_number_unique UNIQUE (job_id, number),
    CONSTRAINT run_claim_mode_check CHECK (claim_mode IN ('CLAIM', 'NO_CLAIM')),
    CONSTRAINT run_state_check CHECK (state IN ('CREATED', 'INITIALIZING', 'RUNNING', 'FAILING', 'RESTARTING', 'CANCELLING', 'SUSPENDED', 'FINISHED', 'CANCELED', 'FAILED')),
    CONSTRAINT run_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE attempt (
    run_id uuid NOT NULL,
    epoch bigint NOT NULL,
    job_id uuid NOT NULL,
    worker_id text NOT NULL,
    started_at bigint NOT NULL,
    ended_at bigint,
    restored_from json,
    failure json,
    CONSTRAINT attempt_pk PRIMARY KEY (run_id, epoch)
  )`,
  `CREATE TABLE run_metrics (
    run_id uuid NOT NULL,
    metrics json NOT NULL,
    CONSTRAINT run_metrics_pk PRIMARY KEY (run_id)
  )`,
  `CREATE TABLE output_row (
    position bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    job_id uuid NOT NULL,
    operator text NOT NULL,
    subtask integer NOT NULL,
    timestamp bigint NOT NULL,
    "row" json NOT NULL,
    CONSTRAINT output_row_pk PRIMARY KEY (position)
  )`,
  `CREATE TABLE checkpoint (
    job_id uuid NOT NULL,
    id bigint NOT NULL,
    snapshot_id uuid NOT NULL,
    run_id uuid NOT NULL,
    epoch bigint NOT NULL,
    status text NOT NULL,
    kind text NOT NULL,
    trigger_kind text NOT NULL,
    incremental boolean NOT NULL,
    trigger_timestamp bigint NOT NULL,
    latest_ack_timestamp bigint,
    end_to_end_duration double precision,
    checkpointed_size bigint NOT NULL,
    state_size bigint NOT NULL,
    processed_data bigint NOT NULL,
    num_subtasks integer NOT NULL,
    num_acknowledged_subtasks integer NOT NULL,
    external_path text,
    failure_reason text,
    failure_message text,
    discarded boolean NOT NULL,
    operators json NOT NULL,
    CONSTRAINT checkpoint_trigger_check CHECK (trigger_kind IN ('PERIODIC', 'MANUAL', 'STOP', 'SCHEDULED')),
    CONSTRAINT checkpoint_kind_check CHECK (kind IN ('CHECKPOINT', 'SAVEPOINT')),
    CONSTRAINT checkpoint_status_check CHECK (status IN ('IN_PROGRESS', 'COMPLETED', 'FAILED')),
    CONSTRAINT checkpoint_pk PRIMARY KEY (job_id, id)
  )`,
  `CREATE TABLE savepoint (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    job_name text NOT NULL,
    name text NOT NULL,
    note text NOT NULL,
    pinned boolean NOT NULL,
    status text NOT NULL,
    checkpoint_id bigint NOT NULL,
    path text,
    state_size bigint NOT NULL,
    trigger_timestamp bigint NOT NULL,
    end_to_end_duration double precision,
    failure_message text,
    CONSTRAINT savepoint_status_check CHECK (status IN ('IN_PROGRESS', 'COMPLETED', 'FAILED')),
    CONSTRAINT savepoint_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE event (
    sequence bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    type text NOT NULL,
    timestamp bigint NOT NULL,
    job_id uuid,
    run_id uuid,
    data json NOT NULL,
    CONSTRAINT event_pk PRIMARY KEY (sequence)
  )`,
  `CREATE TABLE operation (
    id uuid NOT NULL,
    kind text NOT NULL,
    job_id uuid NOT NULL,
    run_id uuid,
    target_run_id uuid,
    status text NOT NULL,
    payload json NOT NULL,
    created_at bigint NOT NULL,
    finished_at bigint,
    result json,
    error json,
    claimed_by text,
    CONSTRAINT operation_status_check CHECK (status IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
    CONSTRAINT operation_kind_check CHECK (kind IN ('START', 'STOP', 'CANCEL', 'RESTART', 'CHECKPOINT', 'SAVEPOINT', 'RESTORE')),
    CONSTRAINT operation_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE idempotency_key (
    key text NOT NULL,
    digest text NOT NULL,
    response json NOT NULL,
    created_at bigint NOT NULL,
    CONSTRAINT idempotency_key_pk PRIMARY KEY (key)
  )`,
  `CREATE TABLE worker (
    id text NOT NULL,
    incarnation integer NOT NULL,
    role text NOT NULL,
    hostname text NOT NULL,
    pid integer NOT NULL,
    started_at timestamptz NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    capacity integer NOT NULL,
    stopped_at timestamptz,
    CONSTRAINT worker_role_check CHECK (role IN ('all', 'api', 'worker')),
    CONSTRAINT worker_pk PRIMARY KEY (id)
  )`,
];

const indexes = [
  `CREATE INDEX job_created_idx ON job (created_at, id)`,
  `CREATE INDEX run_open_idx ON run (job_id) WHERE state NOT IN ('FINISHED', 'CANCELED', 'FAILED')`,
  `CREATE INDEX attempt_job_idx ON attempt (job_id)`,
  `CREATE INDEX output_row_job_idx ON output_row (job_id, position)`,
  `CREATE INDEX checkpoint_snapshot_idx ON checkpoint (snapshot_id)`,
  `CREATE INDEX checkpoint_completed_idx ON checkpoint (job_id, id) WHERE status = 'COMPLETED'`,
  `CREATE INDEX savepoint_job_idx ON savepoint (job_id, trigger_timestamp)`,
  `CREATE INDEX savepoint_triggered_idx ON savepoint (trigger_timestamp, id)`,
  `CREATE INDEX event_job_idx ON event (job_id, sequence)`,
  `CREATE INDEX operation_open_idx ON operation (target_run_id) WHERE status IN ('PENDING', 'RUNNING')`,
  `CREATE INDEX operation_job_idx ON operation (job_id, created_at)`,
  `CREATE INDEX operation_created_idx ON operation (created_at, id)`,
  `CREATE INDEX idempotency_key_created_idx ON idempotency_key (created_at)`,
];

const foreignKeys = [
  `ALTER TABLE job_version ADD CONSTRAINT job_version_job_fk FOREIGN KEY (job_id) REFERENCES job(id) ON DELETE CASCADE`,
  `ALTER TABLE run ADD CONSTRAINT run_job_fk FOREIGN KEY (job_id) REFERENCES job(id) ON DELETE CASCADE`,
  `ALTER TABLE attempt ADD CONSTRAINT attempt_run_fk FOREIGN KEY (run_id) REFERENCES run(id) ON DELETE CASCADE`,
  `ALTER TABLE run_metrics ADD CONSTRAINT run_metrics_run_fk FOREIGN KEY (run_id) REFERENCES run(id) ON DELETE CASCADE`,
  `ALTER TABLE output_row ADD CONSTRAINT output_row_job_fk FOREIGN KEY (job_id) REFERENCES job(id) ON DELETE CASCADE`,
  `ALTER TABLE checkpoint ADD CONSTRAINT checkpoint_job_fk FOREIGN KEY (job_id) REFERENCES job(id) ON DELETE CASCADE`,
  `ALTER TABLE checkpoint ADD CONSTRAINT checkpoint_run_fk FOREIGN KEY (run_id) REFERENCES run(id) ON DELETE CASCADE`,
  `ALTER TABLE operation ADD CONSTRAINT operation_job_fk FOREIGN KEY (job_id) REFERENCES job(id) ON DELETE CASCADE`,
];

/** The first schema. Migrations only go forward: what is wrong is mended by the next one. */
export class InitialSchema1795338000000 implements MigrationInterface {
  readonly name = 'InitialSchema1795338000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...indexes, ...foreignKeys]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Weir only go forward. Restore a backup to go back.'));
  }
}
