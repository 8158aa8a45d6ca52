/** What a cell of a bulk format holds. */
export type IdentityRole =
  | 'documentType'
  | 'number'
  | 'checkDigit'
  | 'firstSurname'
  | 'secondSurname'
  | 'firstName'
  | 'otherNames'
  | 'companyName';

/** What an amount that a company reports means for the person it is reported of. */
export type Meaning =
  | 'income'
  | 'labour_income'
  | 'pension_income'
  | 'severance'
  | 'mandatory_contribution'
  | 'voluntary_savings'
  | 'withholding'
  | 'purchase'
  | 'debt'
  | 'asset'
  | 'reference'
  /** Of the reporter's own return, or a control total: it says nothing about the person. */
  | 'none';

/**
 * The mirror rule: one side's payable is the other's receivable. The boxes are candidates of Form 210 (AG2023 on);
 * which one counts depends on the concept and on the person.
 */
export interface Mirror {
  readonly meaning: Meaning;
  readonly boxes: readonly number[];
  /** Whom it concerns: the third party of the record, or the one on whose behalf the money was received. */
  readonly party: 'first' | 'second';
}

interface ColumnBase {
  /** Name of the attribute in DIAN's schema. */
  readonly attribute: string;
  /** The column's heading in DIAN's schema. */
  readonly heading: string;
  /** Other headings under which the column is seen. */
  readonly also: readonly string[];
}

export interface IdentityColumn extends ColumnBase {
  readonly kind: 'identity';
  readonly role: IdentityRole;
  readonly party: 'first' | 'second';
}

export interface MoneyColumn extends ColumnBase {
  readonly kind: 'money';
  readonly mirror: Mirror;
  /** The record's concept, not the heading, says what the amount is (5004 = services). */
  readonly byConcept: boolean;
}

export interface TextColumn extends ColumnBase {
  readonly kind: 'text' | 'date';
  readonly isConcept: boolean;
}

export type FormatColumn = IdentityColumn | MoneyColumn | TextColumn;

/** The version of a format that applies to taxable years. */
export interface FormatVersion {
  readonly version: number;
  readonly years: readonly number[];
  /** Sources conflict or are thin. */
  readonly unsure?: true;
}

/** One of the formats in which companies report to DIAN ("medios magnéticos"), as data. */
export interface BulkFormat {
  /** Four digits. */
  readonly code: string;
  readonly name: string;
  /** Name of the record element in DIAN's XML; undefined when not sourced. */
  readonly element: string | undefined;
  /** In the order of the schema. */
  readonly columns: readonly FormatColumn[];
  readonly versions: readonly FormatVersion[];
  /** The column list has no source: only columns that every format shares are known, the rest is read by its heading. */
  readonly unsourced: boolean;
}

export const NOTHING: Mirror = { meaning: 'none', boxes: [], party: 'first' };

/** What an amount means for the third party of its record. */
export function means(meaning: Meaning, ...boxes: number[]): Mirror {
  return { meaning, boxes, party: 'first' };
}

/** What an amount means for the one on whose behalf it was received. */
export function meansForSecond(meaning: Meaning, ...boxes: number[]): Mirror {
  return { meaning, boxes, party: 'second' };
}

export function money(
  attribute: string,
  heading: string,
  mirror: Mirror,
  options: { byConcept?: boolean; also?: readonly string[] } = {},
): MoneyColumn {
  return {
    kind: 'money',
    attribute,
    heading,
    mirror,
    byConcept: options.byConcept ?? false,
    also: options.also ?? [],
  };
}

export function text(attribute: string, heading: string, ...also: string[]): TextColumn {
  return { kind: 'text', attribute, heading, also, isConcept: false };
}

export function concept(attribute = 'cpt'): TextColumn {
  const also = ['Código concepto', 'Concepto pago o abono en cuenta'];
  return { kind: 'text', attribute, heading: 'Concepto', also, isConcept: true };
}

export function identity(
  attribute: string,
  heading: string,
  role: IdentityRole,
  options: { party?: 'first' | 'second'; also?: readonly string[] } = {},
): IdentityColumn {
  return {
    kind: 'identity',
    attribute,
    heading,
    role,
    party: options.party ?? 'first',
    also: options.also ?? [],
  };
}

/** Attribute names of the names, which differ between older and newer schemas. */
const nameAttributes = {
  classic: ['apl1', 'apl2', 'nom1', 'nom2'],
  recent: ['pap', 'sap', 'pno', 'ono'],
} as const;

/** Surnames, names and, but for 2276, the company's name. */
export function names(style: 'classic' | 'recent' = 'classic', company = true): IdentityColumn[] {
  const [firstSurname, secondSurname, firstName, otherNames] = nameAttributes[style];
  const person = [
    identity(firstSurname, 'Primer apellido del informado', 'firstSurname', { also: ['Apellido 1'] }),
    identity(secondSurname, 'Segundo apellido del informado', 'secondSurname', { also: ['Apellido 2'] }),
    identity(firstName, 'Primer nombre del informado', 'firstName', { also: ['Nombre 1'] }),
    identity(otherNames, 'Otros nombres del informado', 'otherNames', {
      also: ['Segundo nombre', 'Nombre 2'],
    }),
  ];
  if (!company) return person;
  const also = ['Razón social o nombre comercial', 'Nombre o razón social', 'Nombre / Razón social'];
  return [...person, identity('raz', 'Razón social del informado', 'companyName', { also })];
}

const numberSpellings = ['Número de documento', 'NIT', 'Identificación', 'Número de NIT', 'Cédula o NIT'];

/** Document type, number and, where the schema has it, the check digit. */
export function document(number = 'nid', checkDigit = true): IdentityColumn[] {
  const columns = [
    identity('tdoc', 'Tipo de documento', 'documentType'),
    identity(number, 'Número de identificación', 'number', { also: numberSpellings }),
  ];
  if (!checkDigit) return columns;
  return [...columns, identity('dv', 'Dígito de verificación', 'checkDigit', { also: ['DV'] })];
}

/** Address, department, municipality (and country). */
export function address(...attributes: ('dir' | 'dpto' | 'mun' | 'mcpo' | 'pais' | 'email')[]): TextColumn[] {
  return attributes.map((attribute) => addressColumns[attribute]);
}

const addressColumns: Readonly<Record<'dir' | 'dpto' | 'mun' | 'mcpo' | 'pais' | 'email', TextColumn>> = {
  dir: text('dir', 'Dirección'),
  dpto: text('dpto', 'Código del departamento', 'Departamento'),
  mun: text('mun', 'Código del municipio', 'Municipio'),
  mcpo: text('mcpo', 'Municipio', 'Código del municipio'),
  pais: text('pais', 'País de residencia o domicilio', 'País', 'Código país'),
  email: text('email', 'Correo electrónico', 'Email'),
};

/** Columns that end every format of collaboration contracts (5247 to 5252). */
export function contract(trust: boolean): FormatColumn[] {
  return [
    ...(trust ? [text('idfi', 'Identificación del fideicomiso')] : []),
    text('tdopa', 'Tipo documento participante en contrato'),
    text('nidpa', 'Identificación participante en contrato'),
    text('ncon', 'Número de contrato'),
    text('niespj', 'Número de identificación de entidades sin personería jurídica - NIESPJ', 'NIESPJ'),
  ];
}
