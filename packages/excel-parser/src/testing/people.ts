import { nitCheckDigit } from '../values/nit.ts';
import type { Random } from './random.ts';

/** Invented people and companies; letters that files like to lose are over-represented on purpose. */
const surnames = [
  'PEÑARANDA',
  'QUIÑONES',
  'MUÑETÓN',
  'ZÁRATE',
  'CASTAÑO',
  'GÜIZA',
  'ÑUSTES',
  'RINCÓN',
  'ARAÚJO',
  'LONDOÑO',
];
const givenNames = ['MARÍA', 'JOSÉ', 'BEGOÑA', 'ÁNGEL', 'SOFÍA', 'ÍÑIGO', 'LUCÍA', 'TOMÁS', 'INÉS', 'RAMÓN'];
const companyKinds = [
  'COMPAÑÍA',
  'CORPORACIÓN',
  'INVERSIONES',
  'FUNDACIÓN',
  'COMERCIALIZADORA',
  'COOPERATIVA',
  'BANCO',
  'FIDUCIARIA',
];
const companyNames = [
  'DEL PÁRAMO',
  'CAÑO AZUL',
  'LA CEIBA',
  'TRES ESQUINAS',
  'ALTIPLANO',
  'RÍO VERDE',
  'EL FRAILEJÓN',
  'MONTAÑA SUR',
];
const companyForms = ['S.A.', 'S.A.S.', 'LTDA', '& CÍA S.C.A.', 'E.S.P.'];

export function inventPersonName(random: Random): string {
  return [
    random.pick(surnames),
    random.pick(surnames),
    random.pick(givenNames),
    random.pick(givenNames),
  ].join(' ');
}

export function inventCompanyName(random: Random): string {
  return [random.pick(companyKinds), random.pick(companyNames), random.pick(companyForms)].join(' ');
}

/** Nine digits, without check digit, in the range of companies. */
export function inventNit(random: Random): string {
  return String(random.integer(800_000_000, 899_999_999));
}

/** Ten digits, as identity cards issued since 2003 have. */
export function inventCedula(random: Random): string {
  return String(random.integer(1_000_000_000, 1_199_999_999));
}

/** '900.111.222-9' of '900111222'. */
export function formatNit(number: string): string {
  return `${groupThousands(number)}-${nitCheckDigit(number)}`;
}

/** '1.234.567' of '1234567'. */
export function groupThousands(digits: string, separator = '.'): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}
