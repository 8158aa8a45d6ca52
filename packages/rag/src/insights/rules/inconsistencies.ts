import {
  ids,
  INCOME_CATEGORIES,
  total,
  totalOwed,
  yearlyIncome,
  type AnalysisContext,
  type Rule,
} from '../context.ts';
import { formatPesos, reporters, rows } from '../phrases.ts';
import { YIELD_CONCEPTS } from './capital-and-dividends.ts';

/** What was spent or moved beyond what was earned: the first thing that DIAN asks about. */
const beyondIncome: Rule = {
  codes: ['spending_above_income', 'deposits_above_income'],
  find(context) {
    const income = yearlyIncome(context);
    const over = (numbers: readonly number[]) =>
      context.topes
        .filter(
          (tope) => numbers.includes(tope.number) && tope.reported && tope.exceeded && tope.amount > income,
        )
        .toSorted((a, b) => (a.amount > b.amount ? -1 : 1))[0];
    const spending = over([3, 5]);
    const deposits = over([4]);
    const behind = (number: number | undefined) =>
      ids(context.input.entries.filter((entry) => number !== undefined && entry.topes.includes(number)));
    return [
      ...(spending === undefined
        ? []
        : [
            {
              code: 'spending_above_income' as const,
              kind: 'warning' as const,
              severity: 'warning' as const,
              title: 'Gastó más de lo que le informan como ingreso',
              body: `Los consumos y compras suman ${formatPesos(spending.amount)} y los ingresos informados ${formatPesos(income)}. La diferencia de ${formatPesos(spending.amount - income)} debe explicarse con ahorros, préstamos o ingresos que nadie reportó.`,
              action: 'Identifique con qué se pagó la diferencia y declare los ingresos que falten.',
              amount: spending.amount - income,
              entryIds: behind(spending.number),
              cites: ['et-236', 'et-743', 'et-26'] as const,
              confidence: 'low' as const,
            },
          ]),
      ...(deposits === undefined
        ? []
        : [
            {
              code: 'deposits_above_income' as const,
              kind: 'warning' as const,
              severity: 'warning' as const,
              title: 'Sus consignaciones superan los ingresos informados',
              body: `Las consignaciones e inversiones suman ${formatPesos(deposits.amount)} y los ingresos informados ${formatPesos(income)}. No son ingreso por sí mismas, pero la DIAN puede pedir que explique ${formatPesos(deposits.amount - income)}.`,
              action:
                'Concilie los extractos: aparte traslados propios, préstamos, reintegros y dinero de otros, y declare lo que sea ingreso.',
              amount: deposits.amount - income,
              entryIds: behind(deposits.number),
              cites: ['et-755-3', 'et-743', 'et-594-3'] as const,
              confidence: 'low' as const,
            },
          ]),
    ];
  },
};

const rentWithoutProperty: Rule = {
  codes: ['rent_without_property'],
  find({ ofConcept }) {
    const rents = ofConcept('capital.rent').filter((entry) => entry.amount > 0n);
    if (rents.length === 0 || ofConcept('assets.cadastral_value', 'assets.property_tax_base').length > 0)
      return [];
    return [
      {
        code: 'rent_without_property',
        kind: 'warning',
        severity: 'warning',
        title: 'Recibe arriendos y no aparece el inmueble',
        body: `Le informan arriendos por ${formatPesos(total(rents))} y ningún inmueble en el patrimonio. Omitir activos tiene la sanción por inexactitud más alta.`,
        action: 'Agregue el inmueble arrendado al patrimonio, o pruebe que arrienda uno ajeno.',
        amount: total(rents),
        box: 29,
        entryIds: ids(rents),
        cites: ['et-261', 'et-277', 'et-648'],
        confidence: 'medium',
      },
    ];
  },
};

const yieldsWithoutBalance: Rule = {
  codes: ['yields_without_balance'],
  find({ ofConcept, inCategory }) {
    const holders = new Set(
      inCategory('assets', 'severance', 'voluntary_savings').map((entry) => entry.reporterNit),
    );
    const orphans = ofConcept(...YIELD_CONCEPTS).filter(
      (entry) => entry.amount > 0n && !holders.has(entry.reporterNit),
    );
    if (orphans.length === 0) return [];
    return [
      {
        code: 'yields_without_balance',
        kind: 'warning',
        severity: 'info',
        title: 'Le pagaron rendimientos y no aparece el saldo que los produjo',
        body: `${reporters(orphans)} informa rendimientos por ${formatPesos(total(orphans))} (${rows(orphans)}) y ningún saldo al 31 de diciembre. Puede haberlo retirado antes, o falta el activo.`,
        action: 'Pida el certificado de la entidad y agregue el saldo que tuviera al cierre del año.',
        amount: total(orphans),
        box: 29,
        entryIds: ids(orphans),
        cites: ['et-261', 'et-268'],
        confidence: 'low',
      },
    ];
  },
};

const withholdingAboveIncome: Rule = {
  codes: ['withholding_above_income'],
  find({ inCategory }) {
    const income = Map.groupBy(inCategory(...INCOME_CATEGORIES), (entry) => entry.reporterNit);
    const withheld = Map.groupBy(inCategory('withholdings'), (entry) => entry.reporterNit);
    const odd = [...withheld].flatMap(([nit, entries]) => {
      const paid = total(income.get(nit) ?? []);
      return paid > 0n && total(entries) > paid ? entries : [];
    });
    if (odd.length === 0) return [];
    return [
      {
        code: 'withholding_above_income',
        kind: 'warning',
        severity: 'warning',
        title: 'Una retención es mayor que el ingreso que la causó',
        body: `${reporters(odd)} informa retenciones por ${formatPesos(total(odd))} (${rows(odd)}), más de lo que dice haberle pagado. Hay un error en el ingreso o en la retención.`,
        action: 'Pida al informante el certificado y que corrija su reporte; reste solo lo certificado.',
        amount: total(odd),
        box: 132,
        entryIds: ids(odd),
        cites: ['et-373', 'et-381', 'et-631'],
        confidence: 'high',
      },
    ];
  },
};

const partnerLoan: Rule = {
  codes: ['partner_loan'],
  find({ ofConcept, inCategory }: AnalysisContext) {
    const companies = new Set(ofConcept('assets.shares').map((entry) => entry.reporterNit));
    const loans = [...ofConcept('assets.receivables'), ...inCategory('liabilities')].filter(
      (entry) => companies.has(entry.reporterNit) && entry.amount !== 0n,
    );
    if (loans.length === 0) return [];
    return [
      {
        code: 'partner_loan',
        kind: 'warning',
        severity: 'warning',
        title: 'Hay préstamos entre usted y una sociedad de la que es socio',
        body: `${reporters(loans)} informa su participación y además ${formatPesos(totalOwed(loans))} que se deben entre sí (${rows(loans)}). Los préstamos en dinero entre sociedad y socios generan un interés mínimo presunto, a la DTF.`,
        action:
          'Si es un préstamo en dinero que usted hizo, declare el interés presunto en rentas de capital; si es otra cosa, guarde el soporte.',
        amount: totalOwed(loans),
        box: 58,
        entryIds: ids(loans),
        cites: ['et-35', 'et-335'],
        confidence: 'low',
      },
    ];
  },
};

export const INCONSISTENCY_RULES: readonly Rule[] = [
  beyondIncome,
  rentWithoutProperty,
  yieldsWithoutBalance,
  withholdingAboveIncome,
  partnerLoan,
];
