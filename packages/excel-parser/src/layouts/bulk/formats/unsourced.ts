import { address, type BulkFormat, concept, document, type FormatVersion, names } from '../format.ts';

function unsourced(code: string, name: string, versions: readonly FormatVersion[] = []): BulkFormat {
  return {
    code,
    name,
    element: undefined,
    unsourced: true,
    versions,
    columns: [concept(), ...document(), ...names(), ...address('dir', 'dpto', 'mun', 'pais')],
  };
}

const in2025 = (version: number): FormatVersion[] => [{ version, years: [2025] }];

/**
 * Formats of banks and of local authorities, whose column lists we have no source for. They are read by the columns
 * that every format shares; the others are taken as amounts when their headings say so.
 */
export const unsourcedFormats: readonly BulkFormat[] = [
  unsourced('1019', 'Movimientos en cuentas corrientes y de ahorro', in2025(9)),
  unsourced('1020', 'Inversiones en certificados de depósito a término', in2025(8)),
  unsourced('1021', 'Inversiones en fondos de inversión colectiva', in2025(7)),
  unsourced('1022', 'Aportes voluntarios a fondos de pensiones y cuentas AFC', in2025(9)),
  unsourced('1023', 'Consumos con tarjetas', in2025(6)),
  unsourced('1024', 'Ventas con tarjetas'),
  unsourced('1026', 'Préstamos otorgados', in2025(6)),
  unsourced('1476', 'Impuesto predial', in2025(13)),
  unsourced('1480', 'Impuesto sobre vehículos'),
];
