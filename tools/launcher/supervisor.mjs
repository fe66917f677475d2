// @ts-check
import { join } from 'node:path';
import { apiUrl, dashboardUrl, migrate, planApi, planDashboard, untilAnswers } from './application.mjs';
import { LaunchError } from './launch-error.mjs';
import { say, step } from './progress.mjs';
import { Service } from './service.mjs';

/** Starts Postgres, the API and the dashboard in this order, keeps them alive, and stops them in the reverse order. */
export class Supervisor {
  #checkout;
  #stopping;
  /** @type {Service | undefined} */
  #postgres;
  /** @type {Service[]} */
  #clients = [];
  /** @type {Map<string, import('./process-identity.mjs').ProcessIdentity>} */
  #identities = new Map();
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #guard;
  #isUp = false;

  dashboardUrl = '';
  apiUrl = '';

  /** @param {{ checkout: string, stopping: AbortController }} options */
  constructor({ checkout, stopping }) {
    this.#checkout = checkout;
    this.#stopping = stopping;
  }

  /**
   * @param {import('./settings.mjs').Settings} settings
   * @param {import('./lock.mjs').LockFile} lock
   */
  async start(settings, lock) {
    const logDir = join(settings.dataDir, 'logs');
    const databaseUrl =
      settings.databaseUrl ?? (await step('Starting Postgres', () => this.#startPostgres(settings, lock)));
    const surroundings = { checkout: this.#checkout, logDir, settings, databaseUrl };
    await step('Preparing the database', () => migrate(surroundings));
    this.#throwIfStopping();
    const api = this.#service(planApi(surroundings), lock);
    const dashboard = this.#service(planDashboard(surroundings), lock);
    this.#clients = [api, dashboard];
    [this.apiUrl, this.dashboardUrl] = [apiUrl(settings), dashboardUrl(settings)];
    await step('Starting API and dashboard', async () => {
      await Promise.all([api.start(), dashboard.start()]);
      await this.#untilAnswers(`${this.apiUrl}/readyz`, api);
      await this.#untilAnswers(this.dashboardUrl, dashboard);
    });
    this.#isUp = true;
    lock.setNote(this.dashboardUrl);
  }

  /** Resolves when a signal or a failure asks to stop; rejects when it was a failure. */
  async untilStopAsked() {
    const { signal } = this.#stopping;
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (signal.reason instanceof Error) throw signal.reason;
  }

  /** Idempotent. */
  async stop() {
    const running = this.#clients.filter(({ pid }) => pid !== undefined);
    if (running.length > 0)
      await step(
        'Suspending jobs, stopping',
        async () => void (await Promise.all(running.map((service) => service.stop()))),
      );
    this.#clients = [];
    const postgres = this.#postgres;
    this.#postgres = undefined;
    if (postgres !== undefined) await step('Stopping Postgres', () => postgres.stop());
  }

  /** At once. The guard of Postgres shuts its server down when it sees that this process has ended. */
  kill() {
    for (const service of this.#clients) service.kill();
  }

  /**
   * @param {import('./settings.mjs').Settings} settings
   * @param {import('./lock.mjs').LockFile} lock
   */
  async #startPostgres(settings, lock) {
    // Loaded here because it needs packages, which were missing when this process began.
    const { planPostgres } = await import('./postgres-service.mjs');
    const logDir = join(settings.dataDir, 'logs');
    const { plan, url, untilReady } = await planPostgres({
      checkout: this.#checkout,
      dataDir: settings.dataDir,
      logDir,
    });
    this.#throwIfStopping();
    const onSpawn = (/** @type {import('node:child_process').ChildProcess} */ child) => {
      this.#guard = child;
      this.#tellGuard();
    };
    this.#postgres = this.#service({ ...plan, onSpawn }, lock);
    await this.#postgres.start();
    await untilReady(this.#stopping.signal);
    return url;
  }

  /**
   * @param {import('./service.mjs').ServicePlan} plan
   * @param {import('./lock.mjs').LockFile} lock
   */
  #service(plan, lock) {
    return new Service(plan, {
      onStarted: (identity) => {
        lock.addChild({ name: plan.name, ...identity });
        if (plan.name !== 'Postgres') this.#identities.set(plan.name, identity);
        this.#tellGuard();
      },
      onRestart: say,
      onGivenUp: (sentence) => {
        const details = this.#isUp ? '' : this.#serviceNamed(plan.name)?.lastLogLines(15);
        this.#stopping.abort(new LaunchError(sentence, details === undefined ? {} : { details }));
      },
    });
  }

  /** @param {string} name */
  #serviceNamed(name) {
    return [...this.#clients, ...(this.#postgres === undefined ? [] : [this.#postgres])].find(
      (service) => service.name === name,
    );
  }

  /** Whom the guard of Postgres waits for when this process is killed. */
  #tellGuard() {
    const guard = this.#guard;
    if (guard?.connected === true)
      guard.send({ kind: 'clients', identities: [...this.#identities.values()] }, () => undefined);
  }

  /** @param {string} url @param {Service} service */
  async #untilAnswers(url, service) {
    try {
      await untilAnswers(url, this.#stopping.signal);
    } catch (thrown) {
      this.#throwIfStopping();
      const sentence = thrown instanceof Error ? thrown.message : String(thrown);
      throw new LaunchError(`The ${service.name} did not become ready: ${sentence}`, {
        details: service.lastLogLines(15),
      });
    }
  }

  #throwIfStopping() {
    const { signal } = this.#stopping;
    if (signal.aborted)
      throw signal.reason instanceof Error ? signal.reason : new LaunchError('Stopped while starting.');
  }
}
