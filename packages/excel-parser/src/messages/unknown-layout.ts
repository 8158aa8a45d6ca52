import { type Details, number, text } from './details.ts';

const LAYOUTS: Readonly<Record<string, string>> = {
  'personal-report': 'reporte de un contribuyente',
  'wide-report': 'reporte general',
  'format-sheets': 'reporte por formatos',
  'electronic-invoices': 'resumen de facturas electrónicas',
  'bulk-workbook': 'archivo de un formato que presentan las empresas',
};
/** A layout of which fewer of the titles were seen tells nobody anything. */
const NEAR = 0.5;
const MOST_TITLES = 3;

/** What a person reads about a sound workbook that is none of those wanted: what it is or comes nearest to, what is missing. */
export function unknownLayoutMessage({ format, nearest, recognised }: Details): string {
  if (format === '') {
    return 'El XML no dice de qué formato es. Indíquelo al cargarlo, en "reading" (por ejemplo, {"format": "1001"}).';
  }
  if (format !== undefined)
    return `El archivo dice ser del formato ${text(format, '')}, que no es de los que leemos.`;
  const known = nameOf(recognised);
  if (known !== undefined) return `El libro es un ${known}, y aquí se espera otro. Envíe el que se pide.`;
  return [
    'El libro se puede abrir, pero no tiene la forma de ninguno de los reportes de la DIAN que conocemos.',
    ...resemblance(nearest),
    'Si es un libro de otra forma, indique en un mapeo ("mapping") de qué columna sale cada dato.',
  ].join(' ');
}

/** Undefined for none, and for one of a newer release. */
function nameOf(found: unknown): string | undefined {
  if (typeof found !== 'object' || found === null) return undefined;
  const { layout, format } = found as Details;
  return text(format, '') === '' ? LAYOUTS[text(layout, '')] : `formato ${text(format, '')}`;
}

function resemblance(nearest: unknown): string[] {
  const name = nameOf(nearest);
  if (name === undefined) return [];
  const { score, matched, of, missing } = nearest as Details;
  if (number(score, 0) < NEAR) return [];
  const titles = Array.isArray(missing) ? missing.filter((title) => typeof title === 'string') : [];
  const shown = titles.slice(0, MOST_TITLES).map((title) => `«${title}»`);
  const rest = titles.length > shown.length ? ` y ${titles.length - shown.length} más` : '';
  const absent =
    shown.length === 0 ? '' : `; ${titles.length === 1 ? 'falta' : 'faltan'} ${shown.join(', ')}${rest}`;
  return [`Se parece al ${name}: tiene ${number(matched, 0)} de sus ${number(of, 0)} títulos${absent}.`];
}
