import { extractText, getDocumentProxy } from 'unpdf';
import { ExtractionLimitError } from './extraction-limit-error.ts';
import { CORPUS_LIMITS } from './limits.ts';

/** The text of a PDF, page after page; words that a line's end divided are whole again. */
export async function extractPdf(bytes: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  if (document.numPages > CORPUS_LIMITS.pages) {
    throw new ExtractionLimitError(`it has ${document.numPages} pages`);
  }
  const { text } = await extractText(document, { mergePages: false });
  return text.join('\n').replace(/(\p{L})-\n(?=\p{Ll})/gu, '$1');
}
