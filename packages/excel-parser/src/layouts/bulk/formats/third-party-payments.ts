import { address, type BulkFormat, concept, document, means, money, names, NOTHING } from '../format.ts';

/** Payments, withholdings, credits and VAT: what a company paid, or had withheld. */
export const thirdPartyPayments: readonly BulkFormat[] = [
  {
    code: '1001',
    name: 'Pagos o abonos en cuenta y retenciones practicadas',
    element: 'pagos',
    unsourced: false,
    versions: [
      { version: 11, years: [2025] },
      { version: 10, years: [2023, 2024] },
    ],
    columns: [
      concept(),
      ...document('nid', false),
      ...names(),
      ...address('dir', 'dpto', 'mun', 'pais'),
      money('pago', 'Pago o abono en cuenta', means('income'), {
        byConcept: true,
        also: ['Pago o abono en cuenta deducible', 'Pagos o abonos en cuenta deducibles'],
      }),
      money('pnded', 'Pago o abono en cuenta NO deducible', means('income'), {
        byConcept: true,
        also: ['Pagos o abonos en cuenta no deducibles'],
      }),
      money('ided', 'IVA mayor valor del costo o gasto deducible', NOTHING),
      money('inded', 'IVA mayor valor del costo o gasto no deducible', NOTHING),
      money('retp', 'Retención en la fuente practicada Renta', means('withholding', 132)),
      money('reta', 'Retención en la fuente asumida Renta', means('withholding', 132)),
      money('comun', 'Retención en la fuente practicada IVA a responsables del IVA', NOTHING, {
        also: ['Retención en la fuente practicada IVA régimen común'],
      }),
      money('ndom', 'Retención en la fuente practicada IVA a no residentes o no domiciliados', NOTHING, {
        also: ['Retención en la fuente practicada IVA no domiciliados'],
      }),
    ],
  },
  {
    code: '1003',
    name: 'Retenciones en la fuente que le practicaron',
    element: 'rets',
    unsourced: false,
    versions: [
      { version: 7, years: [2025] },
      { version: 7, years: [2023, 2024], unsure: true },
    ],
    columns: [
      concept(),
      ...document(),
      ...names(),
      ...address('dir', 'dpto', 'mcpo'),
      money('valor', 'Valor acumulado del pago o abono sujeto a Retención en la fuente', NOTHING),
      money('ret', 'Retención en la fuente que le practicaron', NOTHING),
    ],
  },
  {
    code: '1004',
    name: 'Descuentos tributarios',
    element: 'descuentos',
    unsourced: false,
    versions: [{ version: 8, years: [2025] }],
    columns: [
      concept(),
      ...document('nit', false),
      ...names('recent'),
      ...address('dir', 'dpto', 'mun', 'pais', 'email'),
      money('vdesc', 'Valor del descuento tributario total del año', NOTHING),
      money(
        'vdescsol',
        'Valor del descuento tributario efectivamente solicitado en el año gravable',
        NOTHING,
      ),
    ],
  },
  {
    code: '1005',
    name: 'Impuesto a las ventas por pagar (descontable)',
    element: 'impventas',
    unsourced: false,
    versions: [
      { version: 9, years: [2025] },
      { version: 8, years: [2023, 2024] },
    ],
    columns: [
      ...document(),
      ...names(),
      money('vimp', 'Impuesto descontable', NOTHING, { also: ['IVA descontable'] }),
      money('ivade', 'IVA resultante por devoluciones en ventas anuladas, rescindidas o resueltas', NOTHING),
    ],
  },
  {
    code: '1006',
    name: 'Impuesto a las ventas por pagar (generado) e impuesto al consumo',
    element: 'impoventas',
    unsourced: false,
    versions: [
      { version: 8, years: [2025] },
      { version: 8, years: [2023, 2024], unsure: true },
    ],
    columns: [
      ...document(),
      ...names(),
      money('imp', 'Impuesto generado', NOTHING, { also: ['IVA generado'] }),
      money('iva', 'IVA recuperado en devoluciones en compras anuladas rescindidas o resueltas', NOTHING),
      money('icon', 'Impuesto nacional al consumo', NOTHING, { also: ['Impuesto al consumo'] }),
    ],
  },
  {
    code: '2275',
    name: 'Ingresos no constitutivos de renta ni ganancia ocasional',
    element: 'ingresos',
    unsourced: false,
    versions: [],
    columns: [
      concept(),
      ...document('nit', false),
      ...names('recent'),
      ...address('dir', 'dpto', 'mun', 'pais', 'email'),
      money(
        'vrenta',
        'Valor del ingreso no constitutivo de renta ni ganancia ocasional solicitado',
        NOTHING,
        {
          also: ['Valor del ingreso no constitutivo de renta'],
        },
      ),
    ],
  },
];

/** Only what a return says of its reporter: no amount concerns a third party. */
export const ownReturn: readonly BulkFormat[] = [
  {
    code: '1011',
    name: 'Información de las declaraciones tributarias',
    element: 'decl',
    unsourced: false,
    versions: [{ version: 6, years: [2023, 2024, 2025] }],
    columns: [concept(), money('sal', 'Saldos al 31 de diciembre', NOTHING, { also: ['Saldo'] })],
  },
  {
    code: '1012',
    name: 'Declaraciones tributarias: cuentas, acciones, bonos y otros',
    element: 'dectri',
    unsourced: false,
    versions: [{ version: 7, years: [2023, 2024, 2025] }],
    columns: [
      concept(),
      ...document(),
      ...names(),
      ...address('pais'),
      money('val', 'Valor al 31 de diciembre', NOTHING),
    ],
  },
];
