import { parentPort } from 'node:worker_threads';
import { parseReport, type ReportRow, WorkbookError } from '@accountia/excel-parser';
import { classify } from '@accountia/tax-rules';
import type { ParsedEntry, ParseReply, ParseRequest } from './protocol.ts';

/**
 * A thread that reads reports and classifies their rows, one after another. It has no connection to anything: a file
 * that finds a fault in the reader finds nothing else here, and the thread can be ended at any moment.
 */
const port = parentPort;
if (port === null) throw new Error('parse-thread.ts runs as a worker thread only');

port.on('message', (request: ParseRequest) => {
  void handle(request).then((reply) => port.postMessage(reply));
});

function send(reply: ParseReply): void {
  port!.postMessage(reply);
}

async function handle({ bytes }: ParseRequest): Promise<ParseReply> {
  try {
    const { rows: _rows, ...report } = await parseReport(bytes, {
      onProgress: ({ rows, bytesRead, bytesTotal }) =>
        send({ kind: 'progress', rows, share: bytesTotal === 0 ? 0 : Math.min(1, bytesRead / bytesTotal) }),
      onRows: (rows) => send({ kind: 'entries', entries: rows.map(toEntry) }),
    });
    return { kind: 'done', report };
  } catch (error) {
    if (WorkbookError.isInstance(error)) {
      const { code, message, details } = error;
      return { kind: 'failed', fault: 'workbook', code, message, details };
    }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'failed', fault: 'unexpected', code: 'unexpected_error', message, details: {} };
  }
}

function toEntry(row: ReportRow): ParsedEntry {
  const classification = classify(row);
  return {
    row_number: row.row,
    cell: row.cell,
    reporter_nit: row.reporterNit,
    reporter_name: row.reporterName,
    reported_number: row.reportedNumber,
    reported_name: row.reportedName,
    detail: row.detail,
    amount: row.amount,
    category: classification.category,
    boxes: row.boxes,
    topes: row.topes,
    candidate_boxes: [...classification.candidateBoxes],
    rule: classification.rule,
    confidence: classification.confidence,
    suggested_use: row.suggestedUse,
    additional_information: row.additionalInformation,
  };
}
