import { formatPesos } from '@accountia/tax-rules';
import { total } from '../../insights/context.ts';
import { cleanCellText } from '../../model/clean-text.ts';
import { categoryFact, count } from '../facts.ts';
import { listed, statement, type Topic, whatWasReported } from './topic.ts';

/** What one reporter said; also chosen when a question names one and nothing else. */
export const ofReporter: Topic = {
  id: 'reporter',
  general: true,
  asks: ['report', 'inform', 'dice|dijo reporte|tercero|terceros|exogena|banco', 'quien report|inform'],
  cites: ['et-631'],
  say(book) {
    if (book.about.length > 0)
      return [
        statement(`Esto es ${whatWasReported(book)} (${count(book.entries.length, 'dato')}):`),
        ...listed(book.entries),
      ];
    const groups = [...Map.groupBy(book.entries, ({ reporterName }) => reporterName)].sort(
      ([, first], [, second]) => second.length - first.length,
    );
    if (groups.length === 0) return [statement('El reporte no trae datos.')];
    const names = groups
      .slice(0, 12)
      .map(([name, entries]) => `${cleanCellText(name)} (${count(entries.length, 'dato')})`);
    return [
      statement(
        `En ${book.year} lo reportaron ${count(groups.length, 'tercero')}: ${names.join(', ')}${groups.length > 12 ? ' y otros' : ''}. ` +
          'Pregunte por uno de ellos por su nombre.',
      ),
    ];
  },
};

const unclassified: Topic = {
  id: 'unclassified',
  asks: ['sin|por clasific', 'clasific'],
  cites: [],
  say(book) {
    const entries = book.inCategory('unclassified');
    if (entries.length === 0) return [statement('Todos los datos del reporte quedaron clasificados.')];
    return [
      statement(
        `Hay ${count(entries.length, 'dato')} por clasificar, por ${formatPesos(total(entries))}:`,
        categoryFact('unclassified', entries),
      ),
      ...listed(entries),
    ];
  },
};

export const REPORTER_TOPICS: readonly Topic[] = [ofReporter, unclassified];
