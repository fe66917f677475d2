import type { ChannelReceiver, ChannelSender } from '@weir/engine-core';
import { invariant } from '@weir/kernel';
import type { ExecutionPlan, PlannedChannel } from '../plan/execution-plan.ts';
import type { ChannelSize } from './credit-pool.ts';
import { LinkMultiplexer } from './link-multiplexer.ts';
import { LocalChannel } from './local-channel.ts';
import type { ThreadLink } from './thread-link.ts';

/** The channels of one thread: those within it, and its ends of those to other threads. */
export interface ChannelNetwork {
  readonly senders: ReadonlyMap<number, ChannelSender>;
  readonly receivers: ReadonlyMap<number, ChannelReceiver>;
  readonly multiplexers: readonly LinkMultiplexer[];
}

export interface ChannelNetworkOptions {
  readonly plan: ExecutionPlan;
  readonly thread: number;
  readonly links: ReadonlyMap<number, ThreadLink>;
  readonly sizeOf: (channel: PlannedChannel) => ChannelSize;
  readonly wake: () => void;
}

export function connectChannels({ plan, thread, links, sizeOf, wake }: ChannelNetworkOptions): ChannelNetwork {
  const senders = new Map<number, ChannelSender>();
  const receivers = new Map<number, ChannelReceiver>();
  const multiplexers = new Map<number, LinkMultiplexer>();
  const multiplexerTo = (peer: number): LinkMultiplexer => {
    const link = links.get(peer);
    invariant(link, 'Threads whose subtasks are connected have a link.', { thread, peer });
    const multiplexer = multiplexers.get(peer) ?? new LinkMultiplexer(link);
    multiplexers.set(peer, multiplexer);
    return multiplexer;
  };
  for (const channel of plan.channels) {
    const from = threadOf(plan, channel.from);
    const to = threadOf(plan, channel.to);
    if (from === thread && to === thread) {
      const local = new LocalChannel(sizeOf(channel), wake);
      senders.set(channel.id, local);
      receivers.set(channel.id, local);
    } else if (from === thread) senders.set(channel.id, multiplexerTo(to).sender(channel.id, sizeOf(channel)));
    else if (to === thread) receivers.set(channel.id, multiplexerTo(from).receiver(channel.id));
  }
  return { senders, receivers, multiplexers: [...multiplexers.values()] };
}

function threadOf(plan: ExecutionPlan, subtask: number): number {
  const thread = plan.subtasks[subtask]?.thread;
  invariant(thread !== undefined, 'A channel connects subtasks of the plan.', { subtask });
  return thread;
}
