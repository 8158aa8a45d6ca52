import {
  address,
  type BulkFormat,
  concept,
  contract,
  document,
  type FormatColumn,
  means,
  money,
  names,
  NOTHING,
  text,
} from '../format.ts';

const VERSIONS = [{ version: 2, years: [2025] }];

function contractFormat(
  code: string,
  name: string,
  element: string,
  columns: readonly FormatColumn[],
  options: { concept: boolean; trust: boolean; lead: readonly FormatColumn[] },
): BulkFormat {
  return {
    code,
    name,
    element,
    unsourced: false,
    versions: VERSIONS,
    columns: [
      text('tcon', 'Tipo de contrato'),
      ...(options.concept ? [concept()] : []),
      ...document('nid', false),
      ...names(),
      ...options.lead,
      ...columns,
      ...contract(options.trust),
    ],
  };
}

const fullAddress = address('dir', 'dpto', 'mun', 'pais');

/** Collaboration contracts (consortia, joint ventures, mandates): the formats 1001 and 1005 to 1009 once more. */
export const collaborationContracts: readonly BulkFormat[] = [
  contractFormat(
    '5247',
    'Contratos de colaboración: pagos o abonos en cuenta y retenciones practicadas',
    'pagos',
    [
      money('pago', 'Pago o abono en cuenta', means('income'), { byConcept: true }),
      money('ivam', 'IVA mayor valor del costo o gasto', NOTHING),
      money('reprar', 'Retención en la fuente practicada RENTA', means('withholding', 132)),
      money('rasre', 'Retención en la fuente asumida RENTA', means('withholding', 132)),
      money('repric', 'Retención en la fuente practicada IVA a responsables del IVA', NOTHING),
      money('rasnod', 'Retención en la fuente IVA a no residentes o no domiciliados', NOTHING),
    ],
    { concept: true, trust: true, lead: fullAddress },
  ),
  contractFormat(
    '5248',
    'Contratos de colaboración: ingresos recibidos',
    'ingresos',
    [
      money('ibure', 'Ingresos brutos recibidos', means('purchase'), { also: ['Ingresos brutos'] }),
      money('dred', 'Devoluciones rebajas y descuentos', NOTHING),
    ],
    { concept: true, trust: true, lead: address('pais') },
  ),
  contractFormat(
    '5249',
    'Contratos de colaboración: IVA descontable',
    'iva',
    [
      money('ivad', 'IVA descontable', NOTHING),
      money('ivar', 'IVA resultante por devoluciones en ventas anuladas rescindidas o resueltas', NOTHING),
    ],
    { concept: false, trust: false, lead: [] },
  ),
  contractFormat(
    '5250',
    'Contratos de colaboración: IVA generado e impuesto al consumo',
    'iva',
    [
      money('ivag', 'IVA generado', NOTHING),
      money('ivar', 'IVA resultante por devoluciones en compras anuladas rescindidas o resueltas', NOTHING),
      money('imco', 'Impuesto al consumo', NOTHING),
    ],
    { concept: false, trust: false, lead: [] },
  ),
  contractFormat(
    '5251',
    'Contratos de colaboración: saldo de cuentas por cobrar',
    'saldos',
    [
      money('saldos', 'Saldo cuentas por cobrar al 31-12', means('debt', 30), {
        byConcept: true,
        also: ['Saldo cuentas por cobrar al 31 de diciembre'],
      }),
    ],
    { concept: true, trust: false, lead: fullAddress },
  ),
  contractFormat(
    '5252',
    'Contratos de colaboración: saldo de cuentas por pagar',
    'saldos',
    [
      money('saldos', 'Saldo cuentas por pagar al 31-12', means('asset', 29), {
        byConcept: true,
        also: ['Saldo cuentas por pagar al 31 de diciembre'],
      }),
    ],
    { concept: true, trust: false, lead: fullAddress },
  ),
];
