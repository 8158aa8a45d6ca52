import { CliError } from '../errors.ts';

export interface RedisAddress {
  /** Options of redis-cli and valkey-cli, without the password: the process list shows them to everybody. */
  readonly options: readonly string[];
  readonly password: string;
}

/** Takes a redis:// or rediss:// URL apart. Throws CliError `invalid_redis_url`, which does not repeat the URL. */
export function redisAddress(url: string): RedisAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !['redis:', 'rediss:'].includes(parsed.protocol)) {
    throw new CliError('invalid_redis_url', 'REDIS_URL is not a URL that begins with redis:// or rediss://');
  }
  const database = parsed.pathname.slice(1);
  return {
    options: [
      '-h',
      parsed.hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
      '-p',
      parsed.port || '6379',
      ...(database === '' ? [] : ['-n', database]),
      ...(parsed.username === '' ? [] : ['--user', decodeURIComponent(parsed.username)]),
      ...(parsed.protocol === 'rediss:' ? ['--tls'] : []),
    ],
    password: decodeURIComponent(parsed.password),
  };
}
