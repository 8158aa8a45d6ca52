// Replaces the page's content every few seconds. Not while somebody reads with the keyboard, has selected text to copy,
// or looks elsewhere: a reload under one's hands is worse than data that is a few seconds old.
const EVERY_MS = 5000;

async function refresh() {
  const main = document.querySelector('main');
  if (document.hidden || main.contains(document.activeElement) || !getSelection().isCollapsed) return;
  let response;
  try {
    response = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
  } catch {
    document.body.classList.add('is-disconnected');
    return;
  }
  if (response.redirected) {
    location.assign(response.url);
    return;
  }
  document.body.classList.toggle('is-disconnected', !response.ok);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  main.replaceWith(document.adoptNode(fresh.querySelector('main')));
  document.title = fresh.title;
}

async function keepFresh() {
  await refresh();
  setTimeout(keepFresh, EVERY_MS);
}
setTimeout(keepFresh, EVERY_MS);
