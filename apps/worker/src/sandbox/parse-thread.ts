import { parentPort } from 'node:worker_threads';
import { entryLine } from '@accountia/db/entry-lines';
import {
  isReport,
  MappingError,
  parseDocument,
  type ReportRow,
  WorkbookError,
} from '@accountia/excel-parser';
import { classify } from '@accountia/tax-rules';
import { BulkWriter } from './bulk-writer.ts';
import type { ParseReply, ParseRequest } from './protocol.ts';

/**
 * A thread that reads files and writes them as they will be stored, one after another: the rows of reports, classified,
 * and the records of bulk files. It has no connection to anything: a file that finds a fault in the reader finds nothing else here, and the thread can be
 * ended at any moment.
 */
const port = parentPort;
if (port === null) throw new Error('parse-thread.ts runs as a worker thread only');

port.on('message', (request: ParseRequest) => {
  void handle(request).then((reply) => send(reply));
});

function send(reply: ParseReply): void {
  port!.postMessage(reply, reply.kind === 'lines' ? [reply.lines.buffer] : []);
}

async function handle({ bytes, reading, filename }: ParseRequest): Promise<ParseReply> {
  const text = new TextEncoder();
  const bulk = new BulkWriter();
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
      fileName: filename,
      onProgress: ({ rows, bytesRead, bytesTotal }) =>
        send({
          kind: 'progress',
          rows: bulk.count || rows,
          share: bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal),
        }),
      onRows: (batch) => {
        if (batch.kind === 'bulk') {
          send({ kind: 'lines', lines: text.encode(bulk.write(batch.records, batch.rows)) });
          return;
        }
        if (batch.rows.length === 0) return;
        const startedAt = performance.now();
        const lines = text.encode(writeLines(batch.rows));
        classifyMs += performance.now() - startedAt;
        send({ kind: 'lines', lines });
      },
    });
    if (!isReport(document)) {
      const { layout, year, warnings } = document;
      return { kind: 'bulk-done', bulk: { layout, year, warnings, file: bulk.describe(document) } };
    }
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
