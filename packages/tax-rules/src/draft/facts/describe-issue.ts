import { formatPesos } from '../../money.ts';
import { FACT_FIELDS } from './fields.ts';
import type { InputIssue } from './validate.ts';
import { isFactName, MAXIMUM_PESOS } from './validate.ts';

type Text = (field: string) => string;

const say =
  (text: string): Text =>
  () =>
    text;

const TEXTS: Readonly<Record<InputIssue['problem'], Text>> = {
  unknown_field: say('No es un dato del borrador.'),
  not_an_object: say('Debe ser un objeto.'),
  not_a_year: say('Debe ser un año, como 2024.'),
  not_pesos: say('Deben ser pesos enteros, sin puntos ni centavos.'),
  negative: say('No puede ser negativo.'),
  too_large: say(`No puede pasar de ${formatPesos(MAXIMUM_PESOS)}.`),
  not_a_count: say('Debe ser un número entero.'),
  out_of_range: (field) => {
    const definition = factOf(field);
    return definition?.kind === 'count'
      ? `Debe estar entre ${definition.minimum} y ${definition.maximum}.`
      : 'Está fuera de los valores admitidos.';
  },
  not_a_flag: say('Debe ser verdadero o falso.'),
  not_a_date: say('Debe ser una fecha AAAA-MM-DD que exista.'),
  not_digits: (field) => {
    const definition = factOf(field);
    return definition?.kind === 'digits' ? `Deben ser ${definition.length} dígitos.` : 'Deben ser dígitos.';
  },
  not_an_option: (field) => {
    const definition = factOf(field);
    return definition?.kind === 'choice'
      ? `Debe ser uno de: ${definition.options.join(', ')}.`
      : 'No es una de las opciones.';
  },
  contradictory: say('Contradice a otro dato.'),
};

/** What is wrong with a field of a draft's input, in Spanish, for the person who filled it in. */
export function describeInputIssue({ field, problem }: Pick<InputIssue, 'field' | 'problem'>): string {
  return TEXTS[problem](field);
}

function factOf(field: string) {
  const name = field.replace(/^facts\./, '');
  return isFactName(name) ? FACT_FIELDS[name] : undefined;
}
