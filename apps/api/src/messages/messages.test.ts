import { READER_MESSAGES, warningMessage } from '@accountia/excel-parser/messages';
import { brokenFiles } from '@accountia/excel-parser/testing';
import { describe, expect, test } from 'vitest';
import { failureMessage, PROBLEM_TEXTS } from './index.ts';

const unforeseen = failureMessage('a_code_of_a_newer_release', {});

describe('messages', () => {
  test('of every kind of broken file are its own', () => {
    const codes = [...new Set(brokenFiles().map(({ code }) => code))];
    const messages = codes.map((code) => failureMessage(code, {}));
    expect(messages).not.toContain(unforeseen);
    expect(new Set(messages).size).toBe(codes.length);
  });

  test('are sentences even when the facts that they speak of are absent', () => {
    const sentences = [
      ...Object.values(PROBLEM_TEXTS).map(({ detail }) => detail({})),
      ...Object.values(READER_MESSAGES).map(({ detail }) => detail({})),
      ...['timeout', 'attempts_exhausted', 'unknown_year'].map((code) => failureMessage(code, {})),
      ...['amount_rounded', 'nit_check_digit', 'warnings_omitted', 'tope_twice'].map((code) =>
        warningMessage(code, {}),
      ),
    ];
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[¿A-ZÁÉÍÓÚÑ].*[.…]$/s);
      expect(sentence).not.toMatch(/undefined|NaN|null|\[object/);
    }
  });

  test('of a code that nobody foresaw admit it and say what to do', () => {
    expect(unforeseen).toContain('intentarlo de nuevo');
    expect(warningMessage('a_code_of_a_newer_release', {})).toContain('Revise el original');
  });

  test('say what kind of file came instead of a workbook', () => {
    expect(failureMessage('not_a_workbook', { kind: 'csv' })).toContain('un archivo CSV');
    expect(failureMessage('not_a_workbook', { kind: 'something new' })).toContain('de otro tipo');
    expect(failureMessage('unsafe_workbook', { reason: 'macros' })).toContain('macros');
  });
});
