import {
  address,
  type BulkFormat,
  identity,
  means,
  type Meaning,
  money,
  type MoneyColumn,
  names,
  NOTHING,
  text,
} from '../format.ts';

/** A payment of format 2276 and the boxes of Form 210 where the beneficiary finds it. */
function paid(attribute: string, heading: string, meaning: Meaning, ...boxes: number[]): MoneyColumn {
  return money(attribute, heading, means(meaning, ...boxes));
}

/** Format 2276, from which the certificates of labour and pension income come. 45 columns since AG2022. */
export const labourIncome: BulkFormat = {
  code: '2276',
  name: 'Rentas de trabajo y de pensiones',
  element: 'rentra',
  unsourced: false,
  versions: [{ version: 4, years: [2023, 2024, 2025] }],
  columns: [
    text('entinfo', 'Entidad informante'),
    identity('tdocb', 'Tipo de documento del beneficiario', 'documentType'),
    identity('nitb', 'Número de identificación del beneficiario', 'number', {
      also: ['Número de documento', 'NIT', 'Identificación'],
    }),
    ...names('recent', false),
    ...address('dir', 'dpto', 'mun'),
    text('pais', 'País del beneficiario'),
    paid('pasa', 'Pagos por salarios', 'labour_income', 32),
    paid('paec', 'Pagos por emolumentos eclesiásticos', 'labour_income', 32),
    money(
      'pabop',
      'Pagos realizados con bonos electrónicos o de papel de servicio, cheques, tarjetas, vales',
      means('labour_income', 32),
      {
        also: [
          'Pagos realizados con bonos electrónicos o de papel de servicio, cheques, tarjetas, vales, etc.',
        ],
      },
    ),
    money(
      'vaex',
      'Valor del exceso de los pagos por alimentación mensuales mayores a 41 UVT, art. 387-1 E.T',
      means('labour_income', 32),
      { also: ['Valor del exceso de los pagos por alimentación mensuales mayores a 41 UVT'] },
    ),
    paid('paho', 'Pagos por honorarios', 'labour_income', 32, 43),
    paid('pase', 'Pagos por servicios', 'labour_income', 32, 43),
    paid('paco', 'Pagos por comisiones', 'labour_income', 32, 43),
    paid('papre', 'Pagos por prestaciones sociales', 'labour_income', 32),
    paid('pavia', 'Pagos por viáticos', 'labour_income', 32),
    paid('paga', 'Pagos por gastos de representación', 'labour_income', 32, 36),
    paid('patra', 'Pagos por compensaciones trabajo asociado cooperativo', 'labour_income', 32),
    money(
      'vapo',
      'Valor apoyos económicos no reembolsables o condonados, entregados por el Estado o financiados con recursos públicos',
      means('labour_income', 32, 33),
      { also: ['Valor apoyos económicos no reembolsables o condonados'] },
    ),
    paid('potro', 'Otros pagos', 'labour_income', 32),
    paid('cein', 'Cesantías e intereses de cesantías efectivamente pagadas al empleado', 'severance', 32, 36),
    paid('ceco', 'Cesantías consignadas al fondo de cesantías', 'severance', 29, 32, 36),
    money(
      'auce',
      'Auxilio de cesantías reconocido a trabajadores del régimen tradicional del Código Sustantivo del Trabajo',
      means('severance', 29, 32, 36),
      { also: ['Auxilio de cesantías reconocido a trabajadores del régimen tradicional'] },
    ),
    paid('peju', 'Pensiones de jubilación vejez o invalidez', 'pension_income', 99),
    money('tingbtp', 'Total Ingresos brutos por rentas de trabajo y pensiones', NOTHING),
    paid('apos', 'Aportes Obligatorios por Salud a cargo del trabajador', 'mandatory_contribution', 33, 100),
    paid(
      'apof',
      'Aportes obligatorios a fondos de pensiones y solidaridad pensional a cargo del trabajador',
      'mandatory_contribution',
      33,
    ),
    paid(
      'aprais',
      'Aportes voluntarios al régimen de ahorro individual con solidaridad - RAIS',
      'mandatory_contribution',
      33,
    ),
    paid('apov', 'Aportes voluntarios a fondos de pensiones voluntarias', 'voluntary_savings', 35),
    paid('apafc', 'Aportes a cuentas AFC', 'voluntary_savings', 35),
    paid('apavc', 'Aportes a cuentas AVC', 'voluntary_savings', 35),
    paid(
      'vare',
      'Valor de las Retenciones en la fuente por pagos de rentas de trabajo o pensiones',
      'withholding',
      132,
    ),
    money(
      'ivav',
      'Impuesto sobre las ventas - IVA, mayor valor del costo o precio de adquisición pagado por el beneficiario',
      NOTHING,
      { also: ['Impuesto sobre las ventas - IVA, mayor valor del costo o gasto'] },
    ),
    money('rfiva', 'Retención en la fuente a título de impuesto sobre las ventas - IVA', NOTHING),
    money('pagahuvt', 'Pagos por alimentación mensuales hasta a 41 UVT', means('reference')),
    money(
      'vilap',
      'Valor ingreso laboral promedio de los últimos seis meses del año gravable',
      means('reference', 36),
      { also: ['Valor ingreso laboral promedio de los últimos seis meses'] },
    ),
    text('tdocde', 'Tipo de documento del dependiente económico'),
    text('nitde', 'Número de identificación del dependiente económico'),
    text('identfc', 'Identificación del fideicomiso o contrato'),
    text('tdocpcc', 'Tipo documento participante del contrato'),
    text('nitpcc', 'Identificación participante del contrato'),
  ],
};
