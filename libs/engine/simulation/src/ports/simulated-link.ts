import type { LinkMessage, ThreadLink } from '@weir/engine-execution';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { Life } from './life.ts';
import { plainCopy } from './plain-copy.ts';
import { OrderedDelivery, type Delays } from './ordered-delivery.ts';

export interface LinkEnd {
  readonly life: Life;
  readonly link: ThreadLink;
}

export interface LinkWorld {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly delays: () => Delays;
}

/** The two ends of the link of a pair of threads. A buffer that was posted is detached at the sender, as a transfer would. */
export function connect(world: LinkWorld, lives: readonly [Life, Life]): readonly [ThreadLink, ThreadLink] {
  const left = new Inbox();
  const right = new Inbox();
  return [
    end(world, { own: left, peer: right, from: lives[0], to: lives[1] }),
    end(world, { own: right, peer: left, from: lives[1], to: lives[0] }),
  ];
}

class Inbox {
  readonly messages: LinkMessage[] = [];
  wake: () => void = () => undefined;
}

interface EndParts {
  readonly own: Inbox;
  readonly peer: Inbox;
  readonly from: Life;
  readonly to: Life;
}

function end(world: LinkWorld, { own, peer, from, to }: EndParts): ThreadLink {
  const delivery = new OrderedDelivery(world.time, world.random, world.delays);
  return {
    post(message) {
      const send = (): void => {
        const sent =
          message instanceof ArrayBuffer ? structuredClone(message, { transfer: [message] }) : plainCopy(message);
        delivery.send(
          to.guard(() => {
            peer.messages.push(sent);
            peer.wake();
          }),
        );
      };
      from.call(send, () => undefined);
    },
    receive: () => own.messages.shift(),
    onArrival(wake) {
      own.wake = wake;
    },
    close() {
      own.messages.length = 0;
    },
  };
}
