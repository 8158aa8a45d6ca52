import type { Kysely } from 'kysely';
import type { Category } from '@accountia/tax-rules';
import type { PassagesDatabase } from '../corpus/database.ts';
import { RagError } from '../errors.ts';
import { visibleText } from '../model/clean-text.ts';
import type { AnalysisModel } from '../model/configure-model.ts';
import { identitiesOf } from '../model/explain-insights.ts';
import type { ModelMeter } from '../model/meter.ts';
import { withoutPersonalData } from '../model/redact.ts';
import type { SearchModels } from '../retrieval/semantic/search-models.ts';
import { answerFromRules, type Piece, type ToSay } from './answer-from-rules.ts';
import { type Book, openBook } from './book.ts';
import { type Chosen, chooseTopics } from './choose-topics.ts';
import { boxFact, categoryFact, dueDateFact, filingFact, insightFact, topeFact } from './facts.ts';
import { findLaw } from './find-law.ts';
import { NOTES } from './notes.ts';
import { QUESTION_PROMPT_VERSION } from './question-prompt.ts';
import { createSources, type Sources } from './sources.ts';
import { type ModelOutcome, streamFromModel } from './stream-from-model.ts';
import type { AnswerEvent, AnswerGenerator, AnswerNoteCode, AskedDeclaration, NamedFact } from './types.ts';

export interface QuestionDependencies<DB extends PassagesDatabase = PassagesDatabase> {
  readonly db: Kysely<DB>;
  /** Without one the facts and passages speak for themselves. */
  readonly model?: AnalysisModel | null;
  /** What finds law by its meaning as well; words alone do without it. */
  readonly search?: Pick<SearchModels, 'semantic' | 'reranker'> | null;
  /** Whether the organization may have the model asked now; asked only when there is a model. */
  readonly admit?: () => Promise<boolean>;
  readonly meter?: ModelMeter;
  /** Abort when nobody waits for the answer any more; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** 30 seconds when absent: somebody waits. */
  readonly modelTimeoutMs?: number;
  /** Told what a model failed of, for the operator's log; who asks only reads a note. */
  readonly onModelError?: (error: unknown) => void;
}

const MODEL_TIMEOUT_MS = 30_000;
const QUESTION = { shortest: 3, longest: 500 };

/**
 * Answers a question about a declaration from its facts and the law of its year, each source before the text that rests on it.
 * The last event is `done` with the whole. A model, when there is one, words it; each of its sentences is checked before it is
 * given, and where it fails, is slow or lies, the answer of the rules stands in its place.
 * @throws RagError `query_invalid`; the signal's reason when it is aborted; errors of PostgreSQL
 */
export async function* answerQuestion<DB extends PassagesDatabase>(
  asked: AskedDeclaration,
  asking: string,
  dependencies: QuestionDependencies<DB>,
): AsyncGenerator<AnswerEvent, void, void> {
  const { db, signal } = dependencies;
  signal?.throwIfAborted();
  const question = visibleText(asking);
  if (question.length < QUESTION.shortest || question.length > QUESTION.longest)
    throw new RagError(
      'query_invalid',
      `A question needs ${QUESTION.shortest} to ${QUESTION.longest} characters.`,
      {
        length: question.length,
      },
    );
  const book = openBook(asked);
  const chosen = chooseTopics(question, book);
  const statements = chosen.topics.map((topic) => topic.say(chosen.book));
  const notes = new Set<AnswerNoteCode>();
  const law = await findLaw(
    db,
    { question, year: asked.year, topics: chosen.topics },
    {
      ...dependencies.search,
      ...(signal === undefined ? {} : { signal }),
      ...(dependencies.meter === undefined ? {} : { meter: dependencies.meter }),
      redact: (query) => withoutPersonalData(query, identitiesOf(asked)),
      onWordsAlone: () => notes.add('searched_by_words'),
    },
  );
  signal?.throwIfAborted();
  const sources = createSources(law);
  const calculated = answerFromRules({ year: asked.year, statements, law }, sources);
  const answered = law.length > 0 || statements.some((group) => group.length > 0);

  const outcome: ModelOutcome = { dropped: new Map(), usage: null };
  const text: string[] = [];
  let generator: AnswerGenerator = { kind: 'rules' };
  function* give(pieces: Iterable<Piece>): Generator<AnswerEvent> {
    for (const { text: said, refs } of pieces) {
      yield* sources.use(refs);
      text.push(said);
      yield { type: 'text', text: said, refs };
    }
  }

  const model = answered ? await admitted(dependencies, notes) : null;
  if (model !== null) {
    const material = {
      question,
      year: asked.year,
      calculated,
      facts: factsToKnow(book, chosen, statements, sources),
      law,
    };
    for await (const piece of wordedByModel({ asked, book, material, model, outcome, notes }, dependencies))
      yield* give([{ ...piece, text: `${text.length === 0 ? '' : ' '}${piece.text}` }]);
    if (text.length > 0 && outcome.usage !== null)
      generator = {
        kind: 'model',
        provider: model.provider,
        model: model.modelId,
        promptVersion: QUESTION_PROMPT_VERSION,
        usage: outcome.usage,
      };
    if (outcome.dropped.size > 0) notes.add('sentences_dropped');
    if (text.length === 0 && ![...notes].some((code) => code !== 'searched_by_words'))
      notes.add('model_unusable');
  }
  // A model that lost a sentence may have lost the one that was asked for.
  if (text.length === 0) yield* give(calculated);
  else if (notes.has('sentences_dropped') || notes.has('model_interrupted'))
    yield* give(
      calculated.map((piece, index) => (index === 0 ? { ...piece, text: `\n\n${piece.text}` } : piece)),
    );

  const facts = sources.usedFacts();
  if (asked.draft?.outdated === true && facts.some(({ kind }) => kind === 'box')) notes.add('draft_outdated');
  yield {
    type: 'done',
    answer: {
      text: text.join(''),
      answered,
      facts,
      citations: sources.usedCitations(),
      generator,
      notes: [...notes].map((code) => ({ code, message: NOTES[code] })),
      dropped: [...outcome.dropped].map(([reason, count]) => ({ reason, count })),
    },
  };
}

/** The model if it may be asked now; a note says why it may not. */
async function admitted<DB extends PassagesDatabase>(
  { model, admit, meter }: QuestionDependencies<DB>,
  notes: Set<AnswerNoteCode>,
): Promise<AnalysisModel | null> {
  if (!model) return null;
  try {
    await meter?.check();
  } catch (error) {
    if (!(error instanceof RagError) || (error.code as string) !== 'budget_spent') throw error;
    notes.add('budget_spent');
    return null;
  }
  if (admit === undefined || (await admit())) return model;
  await meter?.release();
  notes.add('model_busy');
  return null;
}

interface Worded {
  readonly asked: AskedDeclaration;
  readonly book: Book;
  readonly material: Parameters<typeof streamFromModel>[0]['material'];
  readonly model: AnalysisModel;
  readonly outcome: ModelOutcome;
  readonly notes: Set<AnswerNoteCode>;
}

/** What the model says and checks out; what it fails of becomes a note. Whatever it took is counted. */
async function* wordedByModel<DB extends PassagesDatabase>(
  { asked, book, material, model, outcome, notes }: Worded,
  { signal, modelTimeoutMs = MODEL_TIMEOUT_MS, meter, onModelError }: QuestionDependencies<DB>,
): AsyncGenerator<Piece, void, void> {
  const deadline = AbortSignal.timeout(modelTimeoutMs);
  let said = false;
  try {
    const request = {
      model,
      asked,
      material,
      obligated: book.obligation?.obligated ?? null,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    };
    for await (const piece of streamFromModel(request, outcome)) {
      said = true;
      yield piece;
    }
  } catch (error) {
    // Whatever the provider threw, the rules' answer is complete; only who asked can end it.
    signal?.throwIfAborted();
    onModelError?.(error);
    notes.add(said ? 'model_interrupted' : deadline.aborted ? 'model_timeout' : 'model_failed');
  } finally {
    if (outcome.usage === null) await meter?.release();
    else
      await meter?.record({
        purpose: 'question',
        provider: model.provider,
        modelId: model.modelId,
        ...outcome.usage,
      });
  }
}

const MOST_INSIGHTS = 8;
/** Boxes that say most: patrimony, taxable income, tax, what was withheld, what is due. */
const TELLING_BOXES = [29, 30, 31, 111, 126, 129, 132, 133, 136, 137];

/** What a model may speak of: the facts of the topics, and the few that every answer may need. */
function factsToKnow(
  book: Book,
  { book: narrowed }: Chosen,
  statements: ToSay['statements'],
  sources: Sources,
): NamedFact[] {
  const categories = Map.groupBy(narrowed.entries, ({ category }): Category => category);
  const facts = [
    ...statements.flatMap((group) => group.flatMap(({ facts: behind }) => behind)),
    filingFact(book),
    dueDateFact(book),
    ...book.topes.map(topeFact),
    ...[...categories].map(([category, entries]) => categoryFact(category, entries)),
    ...TELLING_BOXES.map((box) => boxFact(book, box)),
    ...book.asked.insights.slice(0, MOST_INSIGHTS).map(insightFact),
  ].filter((fact) => fact !== null);
  return [...new Map(facts.map((fact) => sources.name(fact)).map((named) => [named.ref, named])).values()];
}
