const MAX_LENGTH = 255;
const FALLBACK = 'reporte.xlsx';

/**
 * A client's file name as something safe to show and to offer for download: no path, no control characters, no marks
 * that turn the direction of text ("xslx.exe" must not read as "exe.xlsx"), at most 255 UTF-16 units.
 */
export function sanitizeFilename(given: string): string {
  const name = (given.split(/[/\\]/).at(-1) ?? '')
    .toWellFormed()
    .normalize('NFC')
    // Cc: control; Cf: format, which holds the marks of direction and zero width; Zl, Zp: line and paragraph separators.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return shorten(name) || FALLBACK;
}

/** Cuts the middle of a name, so that its extension stays. */
function shorten(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  // A cut may halve a surrogate pair.
  return name.slice(0, MAX_LENGTH - extension.length).replace(/[\uD800-\uDBFF]$/, '') + extension;
}
