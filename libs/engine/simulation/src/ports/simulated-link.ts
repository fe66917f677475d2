import { MessageChannel } from 'node:worker_threads';
import { NodeThreadLink, type LinkMessage, type ThreadLink } from '@weir/engine-execution';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { FlowWatch } from './flow-watch.ts';
import type { Life } from './life.ts';
import { plainCopy } from './plain-copy.ts';
import { OrderedDelivery, type Delays } from './ordered-delivery.ts';

export interface LinkWorld {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly delays: () => Delays;
  readonly wires: Wires;
  readonly flow: FlowWatch;
}

/** What carries messages: queues of this thread, or the ports that join real threads. */
export type Wires = 'QUEUES' | 'PORTS';

type Wire = Pick<ThreadLink, 'post' | 'receive' | 'close'>;

/** The two ends of the link of a pair of threads. A buffer that was posted is detached at the sender. */
export function connect(world: LinkWorld, lives: readonly [Life, Life]): readonly [ThreadLink, ThreadLink] {
  const [leftWire, rightWire] = world.wires === 'PORTS' ? ports() : queues();
  const left = new Inbox(leftWire);
  const right = new Inbox(rightWire);
  return [
    end(world, { own: left, peer: right, from: lives[0], to: lives[1] }),
    end(world, { own: right, peer: left, from: lives[1], to: lives[0] }),
  ];
}

/** A port takes messages at once; when they have arrived, in the world's time, is counted here. */
class Inbox {
  readonly wire: Wire;
  arrived = 0;
  wake: () => void = () => undefined;

  constructor(wire: Wire) {
    this.wire = wire;
  }
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
        world.flow.sent(message);
        own.wire.post(message);
        delivery.send(
          to.guard(() => {
            peer.arrived += 1;
            peer.wake();
          }),
        );
      };
      from.call(send, () => undefined);
    },
    receive() {
      if (own.arrived === 0) return undefined;
      own.arrived -= 1;
      const message = own.wire.receive();
      if (message !== undefined) world.flow.received(message);
      return message;
    },
    onArrival(wake) {
      own.wake = wake;
    },
    close() {
      own.arrived = 0;
      own.wire.close();
    },
  };
}

function ports(): readonly [Wire, Wire] {
  const { port1, port2 } = new MessageChannel();
  return [new NodeThreadLink(port1), new NodeThreadLink(port2)];
}

function queues(): readonly [Wire, Wire] {
  const toLeft: LinkMessage[] = [];
  const toRight: LinkMessage[] = [];
  const wire = (own: LinkMessage[], peer: LinkMessage[]): Wire => ({
    post: (message) =>
      void peer.push(
        message instanceof ArrayBuffer ? structuredClone(message, { transfer: [message] }) : plainCopy(message),
      ),
    receive: () => own.shift(),
    close: () => void own.splice(0),
  });
  return [wire(toLeft, toRight), wire(toRight, toLeft)];
}
