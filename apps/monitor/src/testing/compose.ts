import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

const root = new URL('../../../../', import.meta.url);

export function readRootFile(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function rootPath(path: string): string {
  return fileURLToPath(new URL(path, root));
}

export type Variables = Readonly<Record<string, string>>;

/**
 * Puts variables into a text as Docker Compose does: `$$`, `${NAME}`, and `:-`, `-`, `:?`, `?`, `:+`, `+` with what
 * follows, which may hold variables itself. Throws with the message of a `?` that is not met.
 */
export function interpolate(text: string, variables: Variables): string {
  let result = '';
  for (let position = 0; position < text.length;) {
    if (text.startsWith('$$', position)) {
      result += '$';
      position += 2;
    } else if (text.startsWith('${', position)) {
      const end = closingBrace(text, position + 2);
      result += expand(text.slice(position + 2, end), variables);
      position = end + 1;
    } else {
      result += text[position];
      position += 1;
    }
  }
  return result;
}

function closingBrace(text: string, from: number): number {
  for (let position = from, open = 1; position < text.length; position += 1) {
    if (text.startsWith('${', position)) open += 1;
    else if (text[position] === '}') open -= 1;
    if (open === 0) return position;
  }
  throw new Error(`No closing brace: ${text.slice(from - 2)}`);
}

function expand(expression: string, variables: Variables): string {
  const match = /^(\w+)(?:(:?[-?+])(.*))?$/s.exec(expression);
  if (match === null) throw new Error(`Not a variable: \${${expression}}`);
  const [, name, operator, rest = ''] = match;
  const value = variables[name!];
  const present = value !== undefined && !(operator?.startsWith(':') === true && value === '');
  if (operator?.endsWith('+') === true) return present ? interpolate(rest, variables) : '';
  if (present) return value;
  if (operator?.endsWith('?') === true) throw new Error(rest);
  return operator === undefined ? '' : interpolate(rest, variables);
}

const dependency = z.object({ condition: z.string(), required: z.boolean().optional() });
const service = z.object({
  image: z.string().optional(),
  container_name: z.string().optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), dependency).default({}),
  volumes: z
    .array(
      z.union([
        z.string(),
        z.object({ source: z.string(), target: z.string(), read_only: z.boolean().optional() }),
      ]),
    )
    .default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
  restart: z.string().optional(),
  read_only: z.boolean().optional(),
  stop_grace_period: z.string().optional(),
  deploy: z
    .object({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }) })
    .optional(),
});
const composeFile = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() }).nullable()).default({}),
});

export type ComposeFile = z.output<typeof composeFile>;

/** A compose file as Compose would take it with these variables. */
export function readComposeFile(path: string, variables: Variables): ComposeFile {
  const tree: unknown = parse(readRootFile(path), { merge: true });
  return composeFile.parse(mapStrings(tree, (text) => interpolate(text, variables)));
}

function mapStrings(tree: unknown, change: (text: string) => string): unknown {
  if (typeof tree === 'string') return change(tree);
  if (Array.isArray(tree)) return tree.map((item) => mapStrings(item, change));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mapStrings(value, change)]));
}
