import { parentPort } from 'node:worker_threads';
import { entryLine } from '@accountia/db/entry-lines';
import {
  isReport,
  MappingError,
  parseDocument,
  type ReportRow,
  type TaxpayerLayout,
  WorkbookError,
} from '@accountia/excel-parser';
import { classify } from '@accountia/tax-rules';
import type { ParseReply, ParseRequest } from './protocol.ts';

/**
 * A thread that reads reports, classifies their rows and writes them as they will be stored, one file after another. It
 * has no connection to anything: a file that finds a fault in the reader finds nothing else here, and the thread can be
 * ended at any moment.
 */
const port = parentPort;
if (port === null) throw new Error('parse-thread.ts runs as a worker thread only');

/** All that say what was reported of one taxpayer; what companies file about many is no declaration. */
const LAYOUTS: readonly TaxpayerLayout[] = [
  'personal-report',
  'wide-report',
  'format-sheets',
  'electronic-invoices',
];

port.on('message', (request: ParseRequest) => {
  void handle(request).then((reply) => send(reply));
});

function send(reply: ParseReply): void {
  port!.postMessage(reply, reply.kind === 'entries' ? [reply.lines.buffer] : []);
}

async function handle({ bytes, reading }: ParseRequest): Promise<ParseReply> {
  const text = new TextEncoder();
  let position = 0;
  let unclassifiedCount = 0;
  let classifyMs = 0;

  function writeLines(rows: readonly ReportRow[]): string {
    let lines = '';
    for (const row of rows) {
      const { category, candidateBoxes, rule, confidence } = classify(row);
      if (category === 'unclassified') unclassifiedCount += 1;
      lines += entryLine({
        position,
        sheet: row.sheet,
        row_number: row.row,
        cell: row.cell,
        reporter_nit: row.reporterNit,
        reporter_name: row.reporterName,
        reported_number: row.reportedNumber,
        reported_name: row.reportedName,
        detail: row.detail,
        amount: row.amount,
        category,
        boxes: row.boxes,
        topes: row.topes,
        candidate_boxes: [...candidateBoxes],
        rule,
        confidence,
        suggested_use: row.suggestedUse,
        additional_information: row.additionalInformation,
      });
      position += 1;
    }
    return lines;
  }

  try {
    const document = await parseDocument(bytes, {
      ...reading,
      layouts: LAYOUTS,
      onProgress: ({ rows, bytesRead, bytesTotal }) =>
        send({
          kind: 'progress',
          rows,
          share: bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal),
        }),
      onRows: (batch) => {
        if (batch.kind !== 'report' || batch.rows.length === 0) return;
        const startedAt = performance.now();
        const lines = text.encode(writeLines(batch.rows));
        classifyMs += performance.now() - startedAt;
        send({ kind: 'entries', lines });
      },
    });
    if (!isReport(document))
      throw new Error(`A layout that is none of the wanted ones was read: ${document.layout}`);
    const { rows: _rows, ...report } = document;
    return { kind: 'done', report, unclassifiedCount, classifyMs };
  } catch (error) {
    if (WorkbookError.isInstance(error) || MappingError.isInstance(error)) {
      const { code, message, details } = error;
      return { kind: 'failed', fault: 'workbook', code, message, details };
    }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'failed', fault: 'unexpected', code: 'unexpected_error', message, details: {} };
  }
}
