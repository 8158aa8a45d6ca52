/** An answer other than success, in the words of Google's JSON API: an HTTP status, a reason code and a sentence. */
export class StorageApiError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = 'StorageApiError';
    this.status = status;
    this.reason = reason;
  }

  toJson(): string {
    const errors = [{ message: this.message, domain: 'global', reason: this.reason }];
    return JSON.stringify({ error: { code: this.status, message: this.message, errors } });
  }

  /** The shape of the XML API, which signed URLs belong to. */
  toXml(): string {
    const message = this.message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${xmlCode(this)}</Code><Message>${message}</Message></Error>`;
  }
}

function xmlCode({ status, reason }: StorageApiError): string {
  if (reason === 'notFound') return 'NoSuchKey';
  if (reason === 'conditionNotMet') return 'PreconditionFailed';
  if (status === 416) return 'InvalidRange';
  // Reasons that exist only in the XML API are written as it writes them.
  return /^[A-Z]/.test(reason) ? reason : 'InvalidArgument';
}

export const notFound = (what: string) => new StorageApiError(404, 'notFound', `No such ${what}`);
export const invalid = (message: string) => new StorageApiError(400, 'invalid', message);
export const preconditionFailed = () =>
  new StorageApiError(
    412,
    'conditionNotMet',
    'At least one of the pre-conditions you specified did not hold.',
  );
