/** A connection to be read: the port behind `socket-text`. */
export interface Connection {
  /** Lets no data through until {@link Connection.resume}; some that is on its way may still come. */
  pause(): void;
  resume(): void;
  /** Ends it at once; no event follows. Idempotent. */
  destroy(): void;
}

/** Told from the thread's event loop, one at a time, never from inside the call that connects. */
export interface ConnectionEvents {
  readonly onConnected: () => void;
  /** The bytes are the receiver's to keep. */
  readonly onData: (bytes: Uint8Array) => void;
  /** The other side has ended the connection in order. Nothing follows. */
  readonly onEnd: () => void;
  /** The connection could not be made or broke. Nothing follows. */
  readonly onError: (error: Error) => void;
}

export type Connect = (
  address: { readonly host: string; readonly port: number },
  events: ConnectionEvents,
) => Connection;
