import { describe, expect, it } from 'vitest';
import type { Category } from '../categories.ts';
import { SAMPLES } from '../testing/samples.ts';
import { classify } from './classify.ts';

function fact(detail: string, boxes: number[] = [], topes: number[] = [], amount = 1_000_000n) {
  return { detail, amount, boxes, topes };
}

/**
 * The reference table of concepts: wording, boxes and topes DIAN suggests, and the category an accountant
 * gives.
 */
const REFERENCE: readonly (readonly [string, number[], number[], Category])[] = [
  ['Pagos por salarios (2276)', [32], [1], 'labour_income'],
  ['Certificado - Pagos por salarios', [32], [1], 'labour_income'],
  ['Pagos por prestaciones sociales (2276)', [32], [1], 'labour_income'],
  ['Otros pagos Rentas de trabajo y pensión (2276)', [32], [1], 'labour_income'],
  ['Otros pagos Rentas de trabajo y pensión (Concepto: 2276)', [32], [1], 'labour_income'],
  ['Pagos por alimentación hasta 41 UVT (2276)', [], [], 'reference'],
  ['Cesantías e intereses de cesantías pagadas al empleado (2276)', [32, 36], [1], 'severance'],
  ['Cesantías consignadas al fondo de cesantías (2276)', [29, 36], [1, 2], 'severance'],
  ['Valor total de las cesantías abonadas en el periodo', [29, 32, 36], [1], 'severance'],
  ['Intereses o rendimientos causados en el periodo', [58], [1], 'capital_income'],
  ['Aportes obligatorios a salud (2276)', [33, 59, 100], [], 'mandatory_contributions'],
  ['Aporte obligatorio pensiones y solidaridad (2276)', [33, 59, 76, 100], [], 'mandatory_contributions'],
  ['Aportes a cuentas AFC (2276)', [35], [], 'voluntary_savings'],
  ['Aportes a cuentas AFC (1022)', [35], [], 'voluntary_savings'],
  ['Valor ingreso laboral promedio de los últimos seis meses (2276)', [36], [], 'reference'],
  ['Retención por pagos rentas de trabajo o pensiones', [132], [], 'withholdings'],
  ['Saldo cuentas bancarias (Titular Principal)', [29, 30], [2], 'assets'],
  ['Saldo CDT (1020)', [29], [2], 'assets'],
  ['Saldo fondos de inversión colectiva', [29], [2], 'assets'],
  ['Ahorro voluntario saldo final', [29], [2], 'assets'],
  ['CDT Rendimientos Pagados (1020)', [58, 59], [1], 'capital_income'],
  ['Intereses y rendimientos financieros pagados (5063)', [58, 59], [1], 'capital_income'],
  ['Cartera colectiva rendimientos (6 / 5063)', [58, 59], [1], 'capital_income'],
  ['Valor Total Rendimientos pagados', [58, 59], [1], 'capital_income'],
  ['CDT Retención prácticada (1020)', [132], [], 'withholdings'],
  ['Retención rendimientos (1301)', [132], [], 'withholdings'],
  ['CDT inversión efectuada (1020)', [], [4], 'deposits_investments'],
  ['Inversiones en FIC durante el año', [], [4], 'deposits_investments'],
  ['Valor total de los movimientos en cuentas (1019)', [], [4], 'deposits_investments'],
  ['Total consumos o gastos con tarjeta Crédito o Débito (1023)', [], [3], 'card_spending'],
  ['Suma valor total facturas tras ajustes por notas', [], [5], 'purchases'],
  ['Monto total de facturación electrónica susceptible de beneficio', [], [], 'e_invoice_benefit'],
  ['Servicios (5004)', [43], [1], 'fees_income'],
  ['Honorarios (5002)', [43], [1], 'fees_income'],
  ['Arrendamientos (5005)', [58], [1], 'capital_income'],
  ['Otros ingresos (5016)', [74], [1], 'non_labour_income'],
  ['Participación o dividendo gravado num. 3 art. 49 (5071)', [107], [1], 'dividends'],
  ['Retención distribuida (4070)', [132], [], 'withholdings'],
  ['Documentos soporte de adquisiciones a no obligados a facturar', [], [1], 'reference'],
  ['Cuentas por pagar de clientes (1315)', [30], [], 'liabilities'],
  ['Activos Proveedores (2201)', [29], [2], 'assets'],
  ['Activos aportes parafiscales, salud, pensión y cesantías (2214)', [29], [2], 'assets'],
  ['Activos laborales reales consolidados en cabeza del trabajador (2215)', [29], [2], 'assets'],
  ['Valor avalúo catastral (1476)', [29], [2], 'assets'],
  ['Base del impuesto predial (1476)', [29], [2], 'assets'],
  ['Valor avalúo vehículo (1480)', [29], [2], 'assets'],
  ['Valor total de la inversión, aporte o derecho social (1010)', [29], [2], 'assets'],
  ['Pagos por medicina prepagada', [], [], 'deductions'],
  ['Donaciones', [123], [], 'tax_credits'],
  ['Total patrimonio bruto declarado en el año anterior', [], [2], 'prior_return'],
  ['Total saldo a favor', [131], [], 'prior_return'],
  ['responsabilidad 48 RUT', [], [], 'reference'],
];

describe('classify', () => {
  it.each(REFERENCE)(
    '%s is classified with its codes and from the wording alone',
    (detail, boxes, topes, category) => {
      expect(classify(fact(detail, boxes, topes))).toMatchObject({ category });
      expect(classify(fact(detail))).toMatchObject({ category });
    },
  );

  it.each(SAMPLES)('gives every row of $file the expected category, with high confidence', ({ rows }) => {
    const wrong = rows.filter((row) => {
      const { category, confidence } = classify({ ...row, amount: BigInt(row.amount) });
      return category !== row.category || confidence !== 'high';
    });
    expect(wrong).toEqual([]);
  });

  describe('the number in parentheses', () => {
    it('does not decide: one number carries six categories', () => {
      const rulesOf2276 = REFERENCE.filter(([detail]) => detail.includes('2276')).map(
        ([detail]) => classify(fact(detail)).category,
      );
      expect(new Set(rulesOf2276)).toEqual(
        new Set(['labour_income', 'reference', 'severance', 'mandatory_contributions', 'voluntary_savings']),
      );
    });

    it.each(['(2276)', '(Concepto: 2276)', '(5071)', 'Concepto (1315)'])(
      'alone is unclassified: %s',
      (detail) => {
        expect(classify(fact(detail))).toMatchObject({
          category: 'unclassified',
          rule: 'none',
          confidence: 'low',
        });
      },
    );

    it('is ignored when it is not the usual one', () => {
      expect(classify(fact('Pagos por salarios (1020)'))).toEqual(
        classify(fact('Pagos por salarios (2276)')),
      );
    });
  });

  describe('balances', () => {
    it.each([
      [1n, 'assets', [29]],
      [0n, 'assets', [29]],
      [-1n, 'liabilities', [30]],
    ] as const)('of %d pesos are %s', (amount, category, candidateBoxes) => {
      const classification = classify(
        fact('Saldo cuentas bancarias (Titular Principal)', [29, 30], [2], amount),
      );
      expect(classification).toMatchObject({ category, candidateBoxes, confidence: 'high' });
    });

    it('of goods stay assets when a reporter writes them negative', () => {
      expect(classify(fact('Valor avalúo vehículo (1480)', [29], [2], -5n)).category).toBe('assets');
    });
  });

  describe('when DIAN is silent', () => {
    it.each([
      ['Pagos por medicina prepagada', [39]],
      ['Monto total de facturación electrónica susceptible de beneficio', [28, 297]],
      ['Donaciones', [123]],
      ['Total saldo a favor', [131]],
      ['Valor ingreso laboral promedio de los últimos seis meses (2276)', []],
    ])('places %s in box %j', (detail, boxes) => {
      expect(classify(fact(detail)).candidateBoxes).toEqual(boxes);
    });

    it('takes the topes of the concept', () => {
      expect(classify(fact('CDT inversión efectuada (1020)')).topes).toEqual([4]);
      expect(classify(fact('CDT inversión efectuada (1020)', [], [4, 1])).topes).toEqual([4, 1]);
    });
  });

  describe('wordings no rule knows', () => {
    it.each([
      [[132], [], 'withholdings'],
      [[32], [1], 'labour_income'],
      [[58, 59], [1], 'capital_income'],
      [[33, 59, 100], [], 'mandatory_contributions'],
      [[29, 30], [2], 'assets'],
      [[], [3], 'card_spending'],
      [[], [4], 'deposits_investments'],
      [[], [5], 'purchases'],
      [[99], [1], 'pension_income'],
      [[112], [1], 'occasional_gains'],
    ] as const)('boxes %j and topes %j mean %s, with low confidence', (boxes, topes, category) => {
      expect(classify(fact('Zzz concepto nuevo (9999)', [...boxes], [...topes]))).toMatchObject({
        category,
        rule: 'codes',
        confidence: 'low',
      });
    });

    it.each([
      [[32, 58], [1]],
      [[32, 36], [1]],
      [[59], []],
      [[29], [4]],
      [[], [1]],
      [[], [2]],
      [[], [4, 5]],
      [[999], []],
      [[], []],
    ])('boxes %j and topes %j leave it unclassified', (boxes, topes) => {
      expect(classify(fact('Zzz concepto nuevo', boxes, topes))).toMatchObject({
        category: 'unclassified',
        rule: 'none',
      });
    });

    it('reads the codes of the raw suggestion when the row brings none', () => {
      const suggestedUse = 'TOPE 2. Patrimonio| R29 si es positivo | R30 si es negativo';
      const classification = classify({ ...fact('Zzz'), amount: -7n, suggestedUse });
      expect(classification).toMatchObject({ category: 'liabilities', topes: [2], candidateBoxes: [30] });
    });

    it.each(['No aplica', '', 'R', 'Tope'])('takes "%s" as no suggestion', (suggestedUse) => {
      expect(classify({ ...fact('Zzz'), suggestedUse }).category).toBe('unclassified');
    });
  });

  describe('wording and codes together', () => {
    it('lowers the confidence when they contradict each other', () => {
      expect(classify(fact('Servicios (5004)', [132]))).toMatchObject({
        category: 'fees_income',
        confidence: 'medium',
      });
    });

    it.each([
      [[43], 'fees_income'],
      [[58], 'capital_income'],
      [[], 'non_labour_income'],
    ] as const)('income through an agent with boxes %j is %s', (boxes, category) => {
      expect(classify(fact('Ingreso distribuido (4070)', [...boxes], [1])).category).toBe(category);
    });

    it.each([
      [[29], 'assets'],
      [[30], 'liabilities'],
      [[], 'unclassified'],
    ] as const)('a receivable of nobody in particular with boxes %j is %s', (boxes, category) => {
      expect(classify(fact('Cuentas por cobrar (1315)', [...boxes])).category).toBe(category);
    });
  });
});
