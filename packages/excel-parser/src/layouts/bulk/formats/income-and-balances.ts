import {
  address,
  type BulkFormat,
  concept,
  document,
  identity,
  means,
  meansForSecond,
  money,
  names,
  NOTHING,
  text,
} from '../format.ts';

/** What a company received, is owed, owes, and who owns it. */
export const incomeAndBalances: readonly BulkFormat[] = [
  {
    code: '1007',
    name: 'Ingresos recibidos',
    element: 'ingresos',
    unsourced: false,
    versions: [
      { version: 9, years: [2025] },
      { version: 9, years: [2023, 2024], unsure: true },
    ],
    columns: [
      concept(),
      ...document('nid', false),
      ...names(),
      ...address('pais'),
      money('ibru', 'Ingresos brutos recibidos', means('purchase'), { also: ['Ingresos brutos'] }),
      money('dred', 'Devoluciones, rebajas y descuentos', NOTHING),
    ],
  },
  {
    code: '1008',
    name: 'Saldo de cuentas por cobrar al 31 de diciembre',
    element: 'saldoscc',
    unsourced: false,
    versions: [{ version: 7, years: [2023, 2024, 2025] }],
    columns: [
      concept(),
      ...document(),
      ...names(),
      ...address('dir', 'dpto', 'mun', 'pais'),
      money('sal', 'Saldo cuentas por Cobrar al 31 de diciembre', means('debt', 30), {
        byConcept: true,
        also: ['Saldo cuentas por cobrar', 'Saldo cuentas por cobrar al 31-12'],
      }),
    ],
  },
  {
    code: '1009',
    name: 'Saldo de cuentas por pagar al 31 de diciembre',
    element: 'saldoscp',
    unsourced: false,
    versions: [{ version: 7, years: [2023, 2024, 2025] }],
    columns: [
      concept(),
      ...document(),
      ...names(),
      ...address('dir', 'dpto', 'mun', 'pais'),
      money('sal', 'Saldo cuentas por pagar al 31 de diciembre', means('asset', 29), {
        byConcept: true,
        also: ['Saldo cuentas por pagar', 'Saldo cuentas por pagar al 31-12'],
      }),
    ],
  },
  {
    code: '1010',
    name: 'Socios, accionistas, comuneros y cooperados',
    element: 'socios',
    unsourced: false,
    versions: [
      { version: 9, years: [2025] },
      { version: 8, years: [2023, 2024] },
    ],
    columns: [
      ...document(),
      ...names(),
      ...address('dir', 'dpto', 'mun', 'pais'),
      money(
        'valnom',
        'Valor nominal de la acción, aporte o derecho social a diciembre 31',
        means('asset', 29),
        {
          also: ['Valor nominal de la acción, aporte o derecho social'],
        },
      ),
      money('valprm', 'Valor prima en colocación de acciones a diciembre 31', means('asset', 29), {
        also: ['Valor prima en colocación de acciones'],
      }),
      text('por', 'Porcentaje de participación'),
      text('dec', 'Porcentaje de participación (posición decimal)'),
    ],
  },
  {
    code: '1647',
    name: 'Ingresos recibidos para terceros',
    element: 'ingresos',
    unsourced: false,
    versions: [{ version: 3, years: [2025], unsure: true }],
    columns: [
      concept('con'),
      ...document(),
      ...names(),
      text('pais', 'País de residencia o domicilio de quien se recibe ingreso', 'País'),
      money('vtotal', 'Valor total de la operación', NOTHING),
      money('ving', 'Valor ingreso reintegrado transferido distribuido al tercero', meansForSecond('income')),
      money(
        'vret',
        'Valor Retención reintegrada transferida distribuida al tercero',
        meansForSecond('withholding', 132),
      ),
      identity('tdoc2', 'Tipo de documento del tercero beneficiario ingreso', 'documentType', {
        party: 'second',
        also: ['Tipo de documento del tercero para quien se recibió el ingreso'],
      }),
      identity('nid2i', 'Identificación del tercero beneficiario ingreso', 'number', {
        party: 'second',
        also: ['Identificación del tercero para quien se recibió el ingreso'],
      }),
      identity('apl1i', 'Primer apellido del tercero para quien se recibió ingreso', 'firstSurname', {
        party: 'second',
      }),
      identity('apl2i', 'Segundo apellido del tercero para quien se recibió ingreso', 'secondSurname', {
        party: 'second',
      }),
      identity('nom1i', 'Primer nombre del tercero para quien se recibió ingreso', 'firstName', {
        party: 'second',
      }),
      identity('nom2i', 'Otros nombres del tercero para quien se recibió ingreso', 'otherNames', {
        party: 'second',
      }),
      identity('razi', 'Razón social del tercero para quien se recibió ingreso', 'companyName', {
        party: 'second',
      }),
      text('dir', 'Dirección'),
      text('cdpt', 'Código del departamento', 'Departamento'),
      text('cmcp', 'Código del municipio', 'Municipio'),
      text('paist', 'País de residencia o domicilio', 'País del tercero'),
    ],
  },
];
