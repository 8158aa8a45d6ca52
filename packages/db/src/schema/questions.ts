import type { Generated } from 'kysely';
import type { DefaultedTimestamp, Json } from './json.ts';

export interface DeclarationQuestionsTable {
  organization_id: string;
  declaration_id: string;
  id: Generated<string>;
  question: string;
  /** As it was given: text, citations, facts, generator, notes, what was dropped. */
  answer: Json<unknown>;
  /** The API key, which may be gone. */
  asked_by: string | null;
  created_at: DefaultedTimestamp;
}
