import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const REPLY_TIMEOUT_MS = 5_000;

/** What Redis answers to the few commands used here. */
export type RedisReply = string | number | null | RedisReply[];

/**
 * A connection to Redis for the handful of commands this package needs (is it there, which databases are free, empty
 * this one). Everything else uses a real client.
 */
export class RedisConnection {
  readonly #socket: Socket;
  readonly #waiting: { resolve(reply: RedisReply): void; reject(error: Error): void }[] = [];
  #buffer = Buffer.alloc(0);

  /** Connects, signs in and selects the database that the URL names. Rejects when any of it fails. */
  static async open(url: string): Promise<RedisConnection> {
    const { protocol, hostname, port, username, password, pathname } = new URL(url);
    const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) };
    const socket =
      protocol === 'rediss:' ? connectTls({ ...target, servername: target.host }) : connectTcp(target);
    const connection = new RedisConnection(socket);
    try {
      if (password !== '') {
        const name = username === '' ? [] : [decodeURIComponent(username)];
        await connection.command('AUTH', ...name, decodeURIComponent(password));
      }
      if (pathname.length > 1) await connection.command('SELECT', pathname.slice(1));
      await connection.command('PING');
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setTimeout(REPLY_TIMEOUT_MS, () => {
      if (this.#waiting.length > 0) socket.destroy(new Error('Redis does not answer.'));
    });
    socket.on('data', (chunk) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#drain();
    });
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('Redis closed the connection.')));
  }

  /** Sends one command. Rejects with Redis' own message when it answers with an error. */
  command(...parts: string[]): Promise<RedisReply> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error('The connection to Redis is closed.'));
        return;
      }
      this.#waiting.push({ resolve, reject });
      const encoded = parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
      this.#socket.write(`*${parts.length}\r\n${encoded.join('')}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #drain(): void {
    for (;;) {
      const parsed = parseReply(this.#buffer, 0);
      if (parsed === null) return;
      this.#buffer = this.#buffer.subarray(parsed.end);
      const waiting = this.#waiting.shift();
      if (parsed.reply instanceof Error) waiting?.reject(parsed.reply);
      else waiting?.resolve(parsed.reply);
    }
  }
}

/** Reads one RESP2 reply at `start`; null when it has not arrived whole. */
function parseReply(buffer: Buffer, start: number): { reply: RedisReply | Error; end: number } | null {
  const lineEnd = buffer.indexOf('\r\n', start);
  if (lineEnd === -1) return null;
  const line = buffer.toString('utf8', start + 1, lineEnd);
  const end = lineEnd + 2;
  const type = String.fromCharCode(buffer[start] ?? 0);
  if (type === '+') return { reply: line, end };
  if (type === '-') return { reply: new Error(line), end };
  if (type === ':') return { reply: Number(line), end };
  const length = Number(line);
  if (length === -1) return { reply: null, end };
  if (type === '$') {
    if (buffer.length < end + length + 2) return null;
    return { reply: buffer.toString('utf8', end, end + length), end: end + length + 2 };
  }
  if (type !== '*') return { reply: new Error(`Redis answered something unknown: ${type}${line}`), end };
  const items: RedisReply[] = [];
  let next = end;
  for (let index = 0; index < length; index += 1) {
    const item = parseReply(buffer, next);
    if (item === null) return null;
    if (item.reply instanceof Error) return { reply: item.reply, end: item.end };
    items.push(item.reply);
    next = item.end;
  }
  return { reply: items, end: next };
}
