import { getOverview, type JobsContext } from '@weir/jobs';
import { jobStates } from '@weir/persistence';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` says: the installation's counts at the moment of the scrape, request durations, and the process. */
export class PrometheusMetrics {
  readonly #context: JobsContext;
  readonly #registry = new Registry();
  readonly #jobs: Gauge;
  readonly #checkpoints: Gauge;
  readonly #workers: Gauge;
  readonly #database: Gauge;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  constructor(context: JobsContext) {
    this.#context = context;
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#jobs = new Gauge({ name: 'weir_jobs', help: 'Jobs by state.', labelNames: ['state'], registers });
    this.#checkpoints = new Gauge({
      name: 'weir_checkpoints_last_hour',
      help: 'Checkpoints triggered in the last hour.',
      labelNames: ['status'],
      registers,
    });
    this.#workers = new Gauge({
      name: 'weir_workers_online',
      help: 'Engine hosts heard of in the last seconds.',
      registers,
    });
    this.#database = new Gauge({ name: 'weir_database_up', help: 'Whether Postgres answers.', registers });
    this.#requests = new Histogram({
      name: 'weir_http_request_duration_seconds',
      help: 'Time to answer a request.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    });
  }

  /** `route` is the endpoint's id, so that ids in paths do not become labels. */
  observe(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void {
    this.#requests.observe(
      { method: request.method, route: request.route, status: String(request.status) },
      request.seconds,
    );
  }

  /** The text format. While Postgres is away it says so, and leaves out what only Postgres knows. */
  async text(): Promise<string> {
    this.#jobs.reset();
    this.#checkpoints.reset();
    try {
      const overview = await getOverview(this.#context);
      for (const state of jobStates) this.#jobs.set({ state }, overview.jobsByState[state] ?? 0);
      this.#checkpoints.set({ status: 'completed' }, overview.checkpointsLastHour.completed);
      this.#checkpoints.set({ status: 'failed' }, overview.checkpointsLastHour.failed);
      this.#workers.set(overview.workers.online);
      this.#database.set(1);
    } catch {
      // The policy: a scrape never fails because of the database; weir_database_up says what is wrong.
      this.#database.set(0);
    }
    return this.#registry.metrics();
  }
}
