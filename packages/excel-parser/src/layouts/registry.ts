import { bulkWorkbook } from './bulk/workbook.ts';
import { electronicInvoices } from './electronic-invoices.ts';
import { formatSheets } from './format-sheets.ts';
import type { Layout } from './layout.ts';
import { personalReport } from './personal-report/layout.ts';
import { wideReport } from './wide-report.ts';

/**
 * The layouts of workbooks. Each row that may be a header is shown to all of them, and the best score reads the sheet;
 * between equals the first one does. A new layout is a file of its own and a line here.
 */
export const layouts: readonly Layout[] = [
  personalReport,
  wideReport,
  formatSheets,
  electronicInvoices,
  bulkWorkbook,
];
