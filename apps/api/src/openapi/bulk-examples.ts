import type { BulkFile, BulkRecord, BulkTotals, Document } from '@accountia/task-contracts/api';
import { examples } from './examples.ts';

const payments = { attribute: 'pago', heading: 'Pago o abono en cuenta deducible', meaning: 'income' };
const withheld = {
  attribute: 'retp',
  heading: 'Retención en la fuente practicada Renta',
  meaning: 'withholding',
};

const file: BulkFile = {
  reporter: { documentType: 'NIT', number: '900654321', name: 'COMERCIALIZADORA INVENTADA S.A.S.' },
  sheets: [
    {
      sheet: 'pagos',
      headerRow: 0,
      format: '1001',
      formatName: 'Pagos o abonos en cuenta y retenciones practicadas',
      version: 11,
      unsourced: false,
      recordCount: 2,
      amountCount: 3,
      columns: [payments, withheld],
    },
  ],
  header: {
    submission: 1,
    filingYear: 2026,
    shipment: '1',
    sentAt: '2026-05-14T10:00:00',
    from: '2025-01-01',
    to: '2025-12-31',
    total: '13500000',
    totalMatches: true,
    recordCount: 2,
    recordCountMatches: true,
  },
  recordCount: 2,
  amountCount: 3,
};

const record: BulkRecord = {
  documentId: examples.document.id,
  position: 0,
  sheet: 'pagos',
  row: 1,
  format: '1001',
  concept: '5002',
  conceptName: 'Honorarios',
  party: {
    documentType: 'CC',
    documentTypeLabel: '13',
    number: '1057664193',
    checkDigit: null,
    checkDigitRight: null,
    kind: 'identified',
    name: 'INVENTADA EJEMPLO MARÍA',
    firstSurname: 'INVENTADA',
    secondSurname: 'EJEMPLO',
    firstName: 'MARÍA',
    otherNames: '',
    companyName: '',
  },
  secondParty: null,
  texts: { dir: 'CL 10 20 30', dpto: '11', mcpo: '001', pais: '169' },
  amounts: [
    {
      ...payments,
      cell: 'pagos[1]/@pago',
      amount: '12000000',
      status: 'read',
      rawAmount: null,
      boxes: [32, 43],
      concerns: 'party',
    },
    {
      ...withheld,
      cell: 'pagos[1]/@retp',
      amount: '1200000',
      status: 'rounded',
      rawAmount: '1199999.60',
      boxes: [132],
      concerns: 'party',
    },
  ],
};

const place = { sheet: 'pagos', format: '1001', unreadableCount: 0 };
const totals: BulkTotals = {
  documentId: examples.document.id,
  recordCount: 2,
  amount: '13500000',
  columns: [
    { ...place, ...payments, amount: '12300000', amountCount: 2 },
    { ...place, ...withheld, amount: '1200000', amountCount: 1 },
  ],
  concepts: [
    { ...place, ...payments, concept: '5002', conceptName: 'Honorarios', amount: '12000000', amountCount: 1 },
    { ...place, ...payments, concept: '5004', conceptName: 'Servicios', amount: '300000', amountCount: 1 },
    { ...place, ...withheld, concept: '5002', conceptName: 'Honorarios', amount: '1200000', amountCount: 1 },
  ],
  moreConcepts: false,
};

const document: Document = {
  ...examples.document,
  filename: 'Dmuisca_010100111202600000001.xml',
  layout: 'bulk-xml',
  declarationId: null,
  entryCount: 0,
  bulk: file,
  warnings: [],
};

/** Of files that companies file; invented like the others. */
export const bulkExamples = { document, record, totals } as const;
