import { Socket } from 'node:net';

/**
 * A socket for the driver that fails with ETIMEDOUT once nothing has come or gone over it for `silenceLimitMs`. Nothing
 * else ends a half-open connection (the server's machine vanished, a firewall forgot it): the system sends what waits
 * again for a quarter of an hour, and keep-alives stop as soon as something waits.
 */
export function socketWithSilenceLimit(silenceLimitMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silenceLimitMs, () => {
    const error = new Error(`The database has been silent for ${silenceLimitMs} ms`);
    socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
  });
  return socket;
}
