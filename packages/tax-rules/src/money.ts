/**
 * Whole pesos as Colombians write them: `$ 1.234.567`, negative `-$ 1.234`.
 * Not `Intl`: its es-CO output changes between ICU versions (the space may be a non-breaking one), and
 * texts are compared and stored.
 */
export function formatPesos(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString();
  return `${amount < 0n ? '-' : ''}$ ${groupThousands(digits)}`;
}

/** `1234567` → `1.234.567`. */
export function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '.');
}
