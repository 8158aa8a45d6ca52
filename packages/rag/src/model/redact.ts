import { visibleText } from './clean-text.ts';
import { createIdentityMask, type Identities, type IdentityMask, withoutTokens } from './mask-identities.ts';

const NOBODY: Identities = { people: [], organizations: [], numbers: [], cellTexts: [] };

// Two or more words with capitals are taken for a name: whoever asks may name people that no report knows.
const NAME = /\p{Lu}[\p{L}'’]+(?:\s+(?:de\s+la\s+|de\s+|del\s+)?\p{Lu}[\p{L}'’]+)+/gu;

/** Masks who is named in a question: those that are known, and whatever looks like a name, a number of somebody, a plate or a mail. */
export function questionMask(question: string, identities: Identities = NOBODY): IdentityMask {
  const words = visibleText(question);
  return createIdentityMask({
    ...identities,
    organizations: [...identities.organizations, ...(words.match(NAME) ?? [])],
    cellTexts: [...identities.cellTexts, words],
  });
}

/**
 * A question as it may leave this process to be compared with the law: without anybody in it. Not even the marks stay that
 * stand for people elsewhere, for they mean nothing to the law.
 */
export function withoutPersonalData(question: string, identities: Identities = NOBODY): string {
  const words = visibleText(question);
  return withoutTokens(questionMask(question, identities).mask(words)).replace(/\s+/g, ' ').trim();
}
