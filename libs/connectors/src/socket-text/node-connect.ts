import { connect } from 'node:net';
import type { Connect } from './connect.ts';

/** TCP by the operating system. */
export const nodeConnect: Connect = ({ host, port }, events) => {
  const socket = connect({ host, port });
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
