import type { Category } from '../categories.ts';
import { byId } from '../findings/order.ts';
import { groupBy, sumOf } from '../findings/select.ts';
import type { EntryId, ReviewEntry } from '../findings/types.ts';

/** A figure of a certificate that the taxpayer holds, e.g. the withholdings in a Form 220. */
export interface CertificateAmount<Id extends EntryId = EntryId> {
  readonly id: Id;
  /** Of who issued it, without check digit. */
  readonly reporterNit: string;
  readonly category: Category;
  readonly amount: bigint;
}

export type CertificateStatus = 'matches' | 'differs' | 'only_in_report' | 'only_in_certificates';

export interface CertificateComparison<
  Entry extends EntryId = EntryId,
  Certificate extends EntryId = EntryId,
> {
  readonly reporterNit: string;
  readonly category: Category;
  readonly status: CertificateStatus;
  readonly reported: bigint;
  readonly certified: bigint;
  /** Reported less certified. */
  readonly difference: bigint;
  readonly entries: readonly Entry[];
  readonly certificates: readonly Certificate[];
}

/** DIAN's reports are in whole pesos and certificates often in thousands. */
export const DEFAULT_TOLERANCE = 1_000n;

/**
 * What third parties reported against what they certified, by issuer and category.
 * Only categories that some certificate of the issuer has are told as missing from the certificates: nobody
 * certifies a bank's movements.
 * @param tolerance pesos within which both figures match
 */
export function compareWithCertificates<Entry extends EntryId, Certificate extends EntryId>(
  entries: readonly ReviewEntry<Entry>[],
  certificates: readonly CertificateAmount<Certificate>[],
  tolerance: bigint = DEFAULT_TOLERANCE,
): CertificateComparison<Entry, Certificate>[] {
  const issuers = new Set(certificates.map(({ reporterNit }) => digitsOf(reporterNit)));
  const reported = groupBy(
    [...entries].sort(byId).filter(({ reporterNit }) => issuers.has(digitsOf(reporterNit))),
    keyOf,
  );
  const certified = groupBy([...certificates].sort(byId), keyOf);
  const keys = [...new Set([...reported.keys(), ...certified.keys()])].sort();
  return keys.flatMap((key) => {
    const inReport = reported.get(key) ?? [];
    const inCertificates = certified.get(key) ?? [];
    const any = inCertificates[0] ?? inReport[0];
    if (!any) return [];
    const difference = sumOf(inReport) - sumOf(inCertificates);
    return [
      {
        reporterNit: digitsOf(any.reporterNit),
        category: any.category,
        status: statusOf(inReport.length, inCertificates.length, difference, tolerance),
        reported: sumOf(inReport),
        certified: sumOf(inCertificates),
        difference,
        entries: inReport.map(({ id }) => id),
        certificates: inCertificates.map(({ id }) => id),
      },
    ];
  });
}

function statusOf(
  reported: number,
  certified: number,
  difference: bigint,
  tolerance: bigint,
): CertificateStatus {
  if (certified === 0) return 'only_in_report';
  if (reported === 0) return 'only_in_certificates';
  return difference <= tolerance && difference >= -tolerance ? 'matches' : 'differs';
}

function keyOf({
  reporterNit,
  category,
}: {
  readonly reporterNit: string;
  readonly category: Category;
}): string {
  return `${digitsOf(reporterNit)} ${category}`;
}

/** The NIT without dots or check digit, as reports and certificates write it each their way. */
function digitsOf(nit: string): string {
  return nit.replace(/-\d$/, '').replace(/\D/g, '');
}
