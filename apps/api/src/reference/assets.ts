import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** The page asks nothing of other hosts: no fonts, no telemetry, no proxy for its test requests. */
const CONFIGURATION = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  persistAuth: false,
};

export const REFERENCE_PAGE = `<!doctype html>
<html lang="es">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Accountia: referencia de la API</title>
  </head>
  <body>
    <div id="reference"></div>
    <script src="/reference/scalar.js"></script>
    <script src="/reference/start.js"></script>
  </body>
</html>
`;

/** Apart from the page, because its policy allows no script inside it. */
export const START_SCRIPT = `Scalar.createApiReference('#reference', ${JSON.stringify(CONFIGURATION)});\n`;

/**
 * What the page may do. Scripts come from here only; Vue writes style elements as it goes, which needs 'unsafe-inline'
 * for styles and for nothing else.
 */
export const REFERENCE_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

export interface Script {
  readonly plain: Buffer<ArrayBuffer>;
  readonly gzipped: Buffer<ArrayBuffer>;
}

let scalar: Promise<Script> | undefined;

/** Scalar's page as one script, from the installed package; read and compressed once, when somebody first asks. */
export function scalarScript(): Promise<Script> {
  scalar ??= load().catch((error: unknown) => {
    scalar = undefined;
    throw error;
  });
  return scalar;
}

async function load(): Promise<Script> {
  // The package exports no path to this file, but it ships it for browsers, beside its entry point.
  const entry = import.meta.resolve('@scalar/api-reference');
  const plain = await readFile(new URL('./browser/standalone.js', entry));
  return { plain, gzipped: await compress(plain) };
}
