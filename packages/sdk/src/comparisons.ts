import {
  type CertificateComparison,
  type CertificateRequest,
  certificateComparison,
  type ReportComparison,
  reportComparison,
  type TopeExplanationList,
  topeExplanationList,
  type YearComparison,
  yearComparison,
} from '@accountia/task-contracts/api';
import { jsonBody } from './json-call.ts';
import type { CallOptions, Transport } from './transport.ts';

export function createComparisons(transport: Transport) {
  const pathOf = (declarationId: string, rest: string) =>
    `/v1/declarations/${encodeURIComponent(declarationId)}${rest}`;
  const get = { method: 'GET', idempotent: true } as const;

  return {
    /** What changed in the report since an earlier download: a document, or the one that was replaced last. */
    async downloads(
      declarationId: string,
      earlier: string = 'previous-download',
      options: CallOptions = {},
    ): Promise<ReportComparison> {
      const call = {
        ...get,
        path: pathOf(declarationId, '/comparison'),
        query: { with: earlier },
        ...options,
      };
      return await transport.request(reportComparison, call);
    },

    /** DIAN's five totals against the sum of the entries, with the reasons for the difference. */
    async topes(declarationId: string, options: CallOptions = {}): Promise<TopeExplanationList['items']> {
      const call = { ...get, path: pathOf(declarationId, '/topes'), ...options };
      return (await transport.request(topeExplanationList, call)).items;
    },

    /** The report against certificates that the caller holds; nothing of them is stored. */
    async certificates(
      declarationId: string,
      request: CertificateRequest,
      options: CallOptions = {},
    ): Promise<CertificateComparison['items']> {
      const path = pathOf(declarationId, '/certificates/compare');
      const call = { method: 'POST', path, ...jsonBody(request), idempotent: true, ...options } as const;
      return (await transport.request(certificateComparison, call)).items;
    },

    /** The same taxpayer's year before. Refused with `nothing_to_compare` when there is none. */
    async previousYear(declarationId: string, options: CallOptions = {}): Promise<YearComparison> {
      const path = pathOf(declarationId, '/comparison/previous-year');
      return await transport.request(yearComparison, { ...get, path, ...options });
    },
  };
}
