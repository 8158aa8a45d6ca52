import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Coloured on a terminal, plain elsewhere and where NO_COLOR is set. */
export function style(format: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(format, text, { stream, validateStream: true });
}

export function tick(ok: boolean): string {
  return ok ? style('green', '✔') : style('red', '✘');
}

const STATE_COLOURS: Readonly<Record<string, Style>> = {
  completed: 'green',
  running: 'cyan',
  failed: 'red',
  expired: 'red',
  cancelled: 'yellow',
};

export function styleState(state: string): string {
  const colour = STATE_COLOURS[state];
  return colour === undefined ? state : style(colour, state);
}
