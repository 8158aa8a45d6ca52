import { parentPort, workerData } from 'node:worker_threads';
import { extractDocx } from './extract-docx.ts';
import { extractHtml } from './extract-html.ts';
import { extractPdf } from './extract-pdf.ts';
import type { ExtractedFormat, ExtractionAnswer } from './extract-text.ts';
import { ExtractionLimitError } from './extraction-limit-error.ts';

const { format, bytes } = workerData as { format: ExtractedFormat; bytes: Uint8Array };

async function extract(): Promise<string> {
  switch (format) {
    case 'pdf':
      return await extractPdf(bytes);
    case 'docx':
      return extractDocx(bytes);
    case 'html':
      return extractHtml(bytes);
  }
}

async function answer(): Promise<ExtractionAnswer> {
  try {
    return { text: await extract() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: error instanceof ExtractionLimitError ? 'too_large' : 'broken', reason };
  }
}

parentPort!.postMessage(await answer());
