import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page shares. */
export interface Frame {
  /** Name of the installation, on every page. */
  readonly environment: string;
  readonly production: boolean;
  /** As a data URL: nothing but the login page may be asked for without a session, not even an image. */
  readonly logo: string;
}

const style = readFileSync(new URL('./monitor.css', import.meta.url), 'utf8');
const script = readFileSync(new URL('./refresh.js', import.meta.url), 'utf8');
const logo = `data:image/svg+xml;base64,${readFileSync(new URL('./logo.svg', import.meta.url)).toString('base64')}`;

// Made whole here, not in the template of the page: a space more between the tags, and the hash is another.
const STYLE = raw(`<style>${style}</style>`);
const SCRIPT = raw(`<script>${script}</script>`);

/** Style and script are part of the page, and only those two: the policy names them by their hashes. */
export const PAGE_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: [sourceHash(style)],
  scriptSrc: [sourceHash(script)],
  imgSrc: ['data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The board styles its parts while it runs, so its policy has to allow that; its scripts come from here alone. */
export const BOARD_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  scriptSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'none'"],
  baseUri: ["'self'"],
  frameAncestors: ["'none'"],
};

export function createFrame(options: { environment: string; production: boolean }): Frame {
  return { ...options, logo };
}

export function page(
  frame: Frame,
  content: { title: string; header?: Html; main: Html; live?: boolean },
): Html {
  return html`<!doctype html>
    <html lang="es">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${content.title} · Accountia</title>
        <link rel="icon" href="${frame.logo}" />
        ${STYLE}
        ${content.live === true ? html`<noscript><meta http-equiv="refresh" content="15" /></noscript>` : ''}
      </head>
      <body>
        ${content.header ?? ''} ${content.main} ${content.live === true ? SCRIPT : ''}
      </body>
    </html>`;
}

export function brand(frame: Frame): Html {
  return html`<span class="brand"
    ><img src="${frame.logo}" alt="" width="28" height="28" />Accountia
    <span class="badge ${frame.production ? 'badge-production' : ''}">${frame.environment}</span></span
  >`;
}

function sourceHash(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
}
