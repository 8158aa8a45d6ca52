import { html } from 'hono/html';
import { brand, type Frame, type Html, page } from './frame.ts';

export function loginPage(frame: Frame, content: { next: string; error?: string | undefined }): Html {
  const { error, next } = content;
  return page(frame, {
    title: 'Iniciar sesión',
    main: html`<main class="login">
      <form method="post" action="/login" class="card">
        ${brand(frame)}
        <h1>Monitor de operación</h1>
        ${error === undefined ? '' : html`<p role="alert" id="error" class="notice notice-bad">${error}</p>`}
        <label for="username">Usuario</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          autofocus
        />
        <label for="password">Contraseña</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          ${error === undefined ? '' : html`aria-invalid="true" aria-describedby="error"`}
        />
        <input type="hidden" name="next" value="${next}" />
        <button type="submit">Entrar</button>
      </form>
    </main>`,
  });
}
