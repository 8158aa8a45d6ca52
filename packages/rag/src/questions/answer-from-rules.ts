import { type LawPassage, nameOfLaw } from './find-law.ts';
import type { Sources } from './sources.ts';
import type { Statement } from './types.ts';

/** A part of an answer with what it rests on; put one after another, as they are, the parts make the text. */
export interface Piece {
  readonly text: string;
  readonly refs: readonly string[];
}

export interface ToSay {
  readonly year: number;
  /** By topic. */
  readonly statements: readonly (readonly Statement[])[];
  readonly law: readonly LawPassage[];
}

/** What can be asked, for somebody whose question was not understood. */
const EXAMPLES = [
  '¿Estoy obligado a declarar?',
  '¿Cuándo vence?',
  '¿Cuánto me retuvieron?',
  '¿Cuánto debo?',
  '¿Qué puedo deducir?',
  '¿Cuál es mi patrimonio?',
];

/** The answer in the words of the topics, followed by the law: no model has a part in it. */
export function answerFromRules({ year, statements, law }: ToSay, sources: Sources): Piece[] {
  const said = statements.filter((group) => group.length > 0);
  const pieces = said.flatMap((group, index) =>
    group.map(({ text, facts }, position): Piece => {
      const lead = position > 0 ? separator(group[position - 1]?.text ?? '', text) : index > 0 ? '\n\n' : '';
      return { text: `${lead}${text}`, refs: facts.map((fact) => sources.name(fact).ref) };
    }),
  );
  if (law.length === 0 && said.length === 0) {
    return [
      {
        text:
          `Ni los datos de la declaración ni la biblioteca de normas del año gravable ${year} responden esa pregunta. ` +
          `Puede preguntar, por ejemplo: ${EXAMPLES.join(' ')}`,
        refs: [],
      },
    ];
  }
  if (said.length === 0)
    pieces.push({
      text: 'Ningún dato de la declaración responde eso por sí solo; esto es lo más cercano que dice la norma.',
      refs: [],
    });
  return [...pieces, ...law.map((passage, index) => lawPiece(passage, index === 0))];
}

function lawPiece(passage: LawPassage, first: boolean): Piece {
  return {
    text: `${first ? '\n\nLa norma:\n' : '\n'}• ${nameOfLaw(passage)} (${passage.title}): ${passage.excerpt}`,
    refs: [passage.ref],
  };
}

/** Items of a list have a line each; what follows a list begins another. */
function separator(before: string, text: string): string {
  return before.startsWith('•') || text.startsWith('•') ? '\n' : ' ';
}
