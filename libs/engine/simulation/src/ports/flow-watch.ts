import { channelOf, isReturned, type HostToThread, type LinkMessage } from '@weir/engine-execution';

type Deployment = Extract<HostToThread, { kind: 'deploy' }>['deployment'];

interface Watched {
  /** Id of the sending subtask. */
  readonly from: number;
  out: number;
}

/**
 * Watches the channels between the threads of one attempt from outside: a task that takes rows must have a credit on each of them. So no more
 * buffers are ever out than there are credits, and what one batch fills beyond them.
 */
export class FlowWatch {
  readonly #onViolation: (message: string) => void;
  readonly #channels = new Map<number, Watched>();
  /** Subtasks by the uid of their first operator and their index. */
  readonly #subtasks = new Map<string, number>();
  #credits = Infinity;

  constructor(onViolation: (message: string) => void) {
    this.#onViolation = onViolation;
  }

  /** Every thread is told the whole plan. */
  deployed({ plan, settings }: Pick<Deployment, 'plan' | 'settings'>): void {
    if (this.#subtasks.size > 0) return;
    this.#credits = settings.channelCredits;
    for (const { id, vertex, index } of plan.subtasks) this.#subtasks.set(`${vertex} ${index}`, id);
    for (const { id, from } of plan.channels) this.#channels.set(id, { from, out: 0 });
  }

  /** A thread sends. */
  sent(message: LinkMessage): void {
    if (message instanceof ArrayBuffer && !isReturned(message)) this.#count(message, 1);
  }

  /** A thread takes what has arrived. */
  received(message: LinkMessage): void {
    if (message instanceof ArrayBuffer && isReturned(message)) this.#count(message, -1);
  }

  /** An operator is given rows, or a source asked for some. Only the first of a chain begins a step. */
  takesRows(uid: string, index: number): void {
    const subtask = this.#subtasks.get(`${uid} ${index}`);
    if (subtask === undefined) return;
    for (const [channel, { from, out }] of this.#channels) {
      if (from !== subtask || out < this.#credits) continue;
      this.#onViolation(
        `${uid} ${index} takes rows with ${out} buffers out on channel ${channel}, of ${this.#credits} credits`,
      );
    }
  }

  #count(buffer: ArrayBuffer, change: number): void {
    const watched = this.#channels.get(channelOf(buffer));
    if (watched !== undefined) watched.out += change;
  }
}
