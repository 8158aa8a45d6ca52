import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DRAFT_INPUT_SCHEMA, draftFromJson, FORM_210_BOXES } from '@accountia/tax-rules';
import { describe, expect, test } from 'vitest';
import { callCommand, runCommand } from '../testing/run-command.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const INPUT = {
  year: 2024,
  boxes: { '32': '120000000' },
  facts: { dependants: 2, eInvoicePurchases: '30000000' },
};

interface Draft {
  readonly boxes: Readonly<Record<string, { value: string; rule: string; article: string }>>;
}

async function draftFile(content: string, ...options: string[]) {
  using directory = temporaryDirectory();
  const file = path.join(directory.path, 'input.json');
  writeFileSync(file, content);
  return await callCommand(['draft', file, ...options]);
}

describe('draft --json', () => {
  test('prints every box as a decimal string with its rule and article', async () => {
    const { exitCode, output, errors } = await draftFile(JSON.stringify(INPUT), '--json');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    const draft = JSON.parse(output) as Draft;
    expect(draft).toEqual(JSON.parse(JSON.stringify(draftFromJson(INPUT))));
    expect(Object.keys(draft.boxes)).toHaveLength(FORM_210_BOXES.length);
    for (const box of Object.values(draft.boxes)) {
      expect(box.value).toMatch(/^-?\d+$/);
      expect(box.rule).toMatch(/^[a-z_]+\.[a-z_\d]+$/);
      expect(box.article).toMatch(/^\d+(-\d+)?$/);
    }
    // 25 % exempt of 120 − 12 million (arts. 206 num. 10 and 387), dependants beyond the cap (art. 336 num. 3).
    expect(draft.boxes['36']).toMatchObject({ value: '27000000', article: '206' });
    expect(draft.boxes['139']).toMatchObject({ value: '6777000', article: '336' });
    expect(draft.boxes['116']).toMatchObject({ value: '4298000', rule: 'tax.table', article: '241' });
  });

  test('keeps every digit of an amount past 2^53', async () => {
    const { output } = await draftFile('{"year":2024,"boxes":{"29":"999999999999000"}}', '--json');
    expect((JSON.parse(output) as Draft).boxes['29']?.value).toBe('999999999999000');
  });

  test('reads standard input', async () => {
    const { exitCode, output } = await runCommand(['draft', '-', '--json'], { input: '\uFEFF{"year":2025}' });
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ year: 2025, form: '210' });
  });

  test.for<[string, string, string, object]>([
    ['no JSON', '{"year":', 'invalid_json', { reason: expect.any(String) as string }],
    ['no object', '[1]', 'invalid_input', { issues: [expect.objectContaining({ field: 'input' })] }],
    [
      'several wrong fields',
      '{"year":2024,"boxes":{"32":"1.000","27":"1"},"facts":{"dependants":99,"wife":1,"filingDate":"2025-02-30"}}',
      'invalid_input',
      {
        issues: [
          { field: 'boxes.32', problem: 'not_pesos' },
          { field: 'boxes.27', problem: 'unknown_field' },
          { field: 'facts.dependants', problem: 'out_of_range', message: 'Debe estar entre 0 y 50.' },
          { field: 'facts.wife', problem: 'unknown_field' },
          { field: 'facts.filingDate', problem: 'not_a_date' },
        ],
      },
    ],
    [
      'facts by the prototype',
      '{"year":2024,"facts":{"__proto__":{"dependants":4}}}',
      'invalid_input',
      { issues: [{ field: 'facts.__proto__', problem: 'unknown_field' }] },
    ],
    ['a year without form', '{"year":2019}', 'form_unknown', { year: 2019 }],
    [
      'a non-resident',
      '{"year":2024,"facts":{"resident":false}}',
      'form_unknown',
      { field: 'facts.resident' },
    ],
  ])('of %s is exit code 1 with its reason as JSON', async ([, content, code, details]) => {
    const { exitCode, output, errors } = await draftFile(content, '--json');
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: '' });
    const answer = JSON.parse(output) as { error: Record<string, unknown> };
    expect(Object.keys(answer)).toEqual(['error']);
    expect(answer.error).toMatchObject({
      code,
      message: expect.stringMatching(/^[A-Z].{15,}\.$/u) as string,
      details,
    });
  });

  test('of a file that is not there, or a folder, says so', async () => {
    using directory = temporaryDirectory();
    for (const [file, message] of [
      ['no-such-input.json', 'El archivo no existe.'],
      [directory.path, 'No se pudo leer el archivo.'],
    ] as const) {
      const { exitCode, output } = await callCommand(['draft', file, '--json']);
      expect(exitCode).toBe(1);
      expect(JSON.parse(output)).toMatchObject({ error: { code: 'source_unreadable', message } });
    }
  });
});

describe('draft', () => {
  test('shows people the boxes that say something, their law, and what was taken for granted', async () => {
    const { exitCode, output } = await draftFile(JSON.stringify(INPUT));
    expect(exitCode).toBe(0);
    expect(output).toContain('Borrador del formulario 210, año gravable 2024');
    expect(output).toMatch(/116 +Impuesto cédula general.* \$ 4\.298\.000 +tax\.table +art\. 241 E\.T\./);
    expect(output).toMatch(/138 +Número de dependientes económicos +2 /);
    expect(output).toContain('Se toman doce meses trabajados. (facts.monthsWorked)');
    expect(output).not.toContain('Total patrimonio bruto');
  });

  test('shows every box when asked, and says that a form is provisional', async () => {
    const { output } = await draftFile('{"year":2026}', '--all');
    expect(output).toMatch(/29 +Total patrimonio bruto +\$ 0/);
    expect(output).toContain('Provisional');
  });

  test('of a bad input tells on standard error what to correct', async () => {
    const { exitCode, output, errors } = await draftFile('{"year":2024,"facts":{"dependants":-1}}');
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain('facts.dependants: Debe estar entre 0 y 50.');
  });

  test('finds a file named from where npm was called', async () => {
    using directory = temporaryDirectory();
    mkdirSync(path.join(directory.path, 'elsewhere'));
    writeFileSync(path.join(directory.path, 'mine.json'), '{"year":2024}');
    const { exitCode } = await runCommand(['draft', 'mine.json'], {
      directory: path.join(directory.path, 'elsewhere'),
      environment: { INIT_CWD: directory.path },
    });
    expect(exitCode).toBe(0);
  });
});

describe('draft --schema', () => {
  test('prints the JSON Schema of the input', async () => {
    const { exitCode, output } = await runCommand(['draft', '--schema']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toEqual(JSON.parse(JSON.stringify(DRAFT_INPUT_SCHEMA)));
  });

  test('takes no file, and without it a file is needed', async () => {
    expect((await callCommand(['draft', '--schema', 'x.json'])).exitCode).toBe(2);
    expect((await callCommand(['draft'])).exitCode).toBe(2);
  });
});
