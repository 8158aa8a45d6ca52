import type { CertificateComparison, certificateRequest } from '@accountia/task-contracts/api';
import { categoryLabel, compareWithCertificates } from '@accountia/tax-rules';
import type { z } from 'zod';
import type { DeclarationCase } from '../drafts/case.ts';

/** The report against the certificates that the caller holds. Nothing of it is stored. */
export function compareCertificates(
  { entries, rows }: Pick<DeclarationCase, 'entries' | 'rows'>,
  request: z.output<typeof certificateRequest>,
): CertificateComparison {
  const certificates = request.certificates.map((certificate) => ({
    ...certificate,
    amount: BigInt(certificate.amount),
  }));
  const names = new Map(rows.map((row) => [row.reporter_nit, row.reporter_name]));
  const compared = compareWithCertificates(entries, certificates, BigInt(request.tolerance));
  return {
    items: compared.map((item) => ({
      reporterNit: item.reporterNit,
      reporterName: names.get(item.reporterNit) ?? null,
      category: item.category,
      label: categoryLabel(item.category),
      status: item.status,
      reported: String(item.reported),
      certified: String(item.certified),
      difference: String(item.difference),
      entryIds: [...item.entries],
      certificateIds: [...item.certificates],
    })),
  };
}
