import path from 'node:path';
import type { UploadOptions } from '@accountia/sdk';
import { API_HELP, apiClient, urlOption } from '../api-client.ts';
import { defineCommand } from '../command.ts';
import { showUpload } from '../demo/show-upload.ts';
import { locate } from '../report/locate.ts';
import { parseOptions, readingOptions } from '../report/parse-options.ts';
import { readNamedFile } from '../report/read-file.ts';
import { print, printJson } from '../terminal/output.ts';

export const upload = defineCommand({
  usage: '<file> [--year Y] [--taxpayer T] [--format F] [--mapping file.json] [--json]',
  description:
    'Uploads a DIAN report (.xlsx) or a bulk format that companies file (.xlsx, .xml), waits until it is read, and shows what\n' +
    `it says. A file that cannot be read gives exit code 1.\n${API_HELP}`,
  options: {
    url: urlOption,
    json: { type: 'boolean', description: 'Print the document as the API gives it once it is read' },
    ...readingOptions,
  },
  words: { min: 1, max: 1 },
  async run({ options, words: [word = ''] }) {
    const file = locate(word);
    const bytes = await readNamedFile(file);
    const given = parseOptions(options);
    // The API checks what it says, as the reader does for `parse`.
    const reading = Object.keys(given).length === 0 ? undefined : (given as UploadOptions['reading']);
    const client = await apiClient(options.url);
    if (!options.json) return await showUpload(client, { say: print, bytes, file, reading });
    const { document, run } = await client.documents.upload({
      data: bytes,
      filename: path.basename(file),
      reading,
    });
    await client.waitForRun(run.id);
    printJson(await client.documents.get(document.id));
    return 0;
  },
});
