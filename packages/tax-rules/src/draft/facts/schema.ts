import { FORM_210_BOXES } from '../form/form-210.ts';
import { FORM_YEARS } from '../form/forms.ts';
import type { FactField } from './fields.ts';
import { FACT_FIELDS } from './fields.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

const PESOS: JsonSchema = {
  description: 'Pesos enteros: texto decimal, o número entero que JavaScript represente sin pérdida',
  anyOf: [
    { type: 'string', pattern: '^\\d{1,15}$' },
    { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  ],
};

/**
 * JSON Schema (draft 2020-12) of what `draftFromJson` takes: the boxes a person fills and the facts a
 * report cannot know, each with its unit, the reason why it is asked and what is taken for granted without
 * it.
 */
export const DRAFT_INPUT_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:accountia:draft-input',
  title: 'Borrador del formulario 210',
  type: 'object',
  required: ['year'],
  additionalProperties: false,
  properties: {
    year: { description: 'Año gravable', type: 'integer', enum: FORM_YEARS },
    boxes: {
      description:
        'Casillas del formulario 210. Las que el formulario calcula se comparan con el borrador y no se usan.',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        FORM_210_BOXES.map(({ box, label, kind, unit, article }) => [
          String(box),
          { $ref: '#/$defs/pesos', title: label, 'x-kind': kind, 'x-unit': unit, 'x-article': article },
        ]),
      ),
    },
    facts: {
      description: 'Lo que el reporte de terceros no puede saber.',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.entries(FACT_FIELDS).map(([name, field]) => [name, schemaOf(field)]),
      ),
    },
  },
  $defs: { pesos: PESOS },
};

function schemaOf(field: FactField): JsonSchema {
  return {
    ...typeOf(field),
    title: field.title,
    description: `${field.reason} ${field.whenMissing}`,
    'x-unit': field.kind,
    'x-reason': field.reason,
    'x-when-missing': field.whenMissing,
    'x-articles': field.articles,
  };
}

function typeOf(field: FactField): JsonSchema {
  switch (field.kind) {
    case 'pesos':
      return { $ref: '#/$defs/pesos' };
    case 'count':
      return { type: 'integer', minimum: field.minimum, maximum: field.maximum };
    case 'flag':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'digits':
      return { type: 'string', pattern: `^\\d{${field.length}}$` };
    case 'choice':
      return { type: 'string', enum: field.options };
  }
}
