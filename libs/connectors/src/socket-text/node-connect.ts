import { lookup, type LookupAddress } from 'node:dns';
import { connect, isIP, type LookupFunction } from 'node:net';
import type { Connect } from './connect.ts';
import { SocketTextError } from './socket-text-error.ts';
import { specialAddressOf, type SpecialAddress } from './special-address.ts';

export interface NodeConnectOptions {
  /** Which special addresses may be reached; all others always may. */
  readonly allowed: readonly SpecialAddress[];
  /** How a name becomes addresses: the operating system's way, but in tests. */
  readonly resolve?: (host: string, answer: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;
}

/**
 * TCP by the operating system. Addresses are judged when a name has been resolved, and the connection goes to one of those that were judged:
 * a name that means another address at the next look gains nothing.
 */
export function nodeConnect({ allowed, resolve = resolveByMachine }: NodeConnectOptions): Connect {
  const refusalOf = (host: string, address: string): SocketTextError | null => {
    const kind = specialAddressOf(address);
    if (kind === null || allowed.includes(kind)) return null;
    return new SocketTextError(
      'ADDRESS_NOT_ALLOWED',
      `${host === address ? address : `${host} is ${address}, which`} is a ${kind} address, and this server lets jobs reach none of these. WEIR_SOCKET_ALLOW names those it does.`,
    );
  };
  return ({ host, port }, events) => {
    const judged: LookupFunction = (name, { all }, answer) => {
      resolve(name, (error, addresses) => {
        const refusal = addresses.map(({ address }) => refusalOf(name, address)).find((one) => one !== null) ?? null;
        const [first] = addresses;
        if (error !== null || refusal !== null) answer(error ?? refusal, '');
        else if (all === true) answer(null, [...addresses]);
        else answer(null, first?.address ?? '', first?.family);
      });
    };
    // No name is looked up for what is an address already.
    const refusal = isIP(host) === 0 ? null : refusalOf(host, host);
    return refusal === null ? open({ host, port, lookup: judged }, events) : refuse(refusal, events);
  };
}

const resolveByMachine: NonNullable<NodeConnectOptions['resolve']> = (host, answer) => {
  lookup(host, { all: true }, (error, addresses) => answer(error, addresses));
};

const open = (
  target: { readonly host: string; readonly port: number; readonly lookup: LookupFunction },
  events: Parameters<Connect>[1],
): ReturnType<Connect> => {
  const socket = connect(target);
  socket.once('connect', events.onConnected);
  socket.on('data', events.onData);
  socket.once('end', () => {
    socket.destroy();
    events.onEnd();
  });
  socket.once('error', events.onError);
  return {
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    destroy: () => {
      socket.removeAllListeners();
      // A socket may still fail while it goes down: nobody is interested any more.
      socket.on('error', () => undefined);
      socket.destroy();
    },
  };
};

const refuse = (refusal: Error, events: Parameters<Connect>[1]): ReturnType<Connect> => {
  const timer = setImmediate(() => events.onError(refusal));
  return { pause: () => undefined, resume: () => undefined, destroy: () => clearImmediate(timer) };
};
