import type { AnalysisContext } from '../context.ts';
import type { Change, ReturnEstimate } from '../estimate.ts';
import type { Impact, RuleInsight } from '../types.ts';

/** How to tell what an insight is worth. */
export type Worth =
  /** It has a worth, which the report does not tell. `why` says what is missing, in Spanish. */
  | { readonly from: 'nothing'; readonly kind: Impact['kind']; readonly why: string }
  /** From figures of the report and parameters of the law. */
  | {
      readonly from: 'facts';
      readonly kind: Impact['kind'];
      readonly work: (insight: RuleInsight, context: AnalysisContext) => Impact | null;
    }
  /** From the drafted return with and without something. Answers with pesos; zero or less is nothing. */
  | {
      readonly from: 'draft';
      readonly kind: Impact['kind'];
      readonly basis: string;
      readonly work: (estimate: ReturnEstimate, insight: RuleInsight, context: AnalysisContext) => bigint;
      /** An impact of nothing says nothing: then there is none. */
      readonly silentWhenNothing?: true;
    };

type ChangeOf = (insight: RuleInsight, estimate: ReturnEstimate, context: AnalysisContext) => Change;

/** The drafted return already counts it: what the tax would grow without it. */
export function savingOf(what: string, without: ChangeOf): Worth {
  return {
    from: 'draft',
    kind: 'saving',
    basis: `Diferencia del impuesto a cargo (casilla 129) del borrador con y sin ${what}.`,
    work: (estimate, insight, context) =>
      estimate.taxWith(without(insight, estimate, context)) - estimate.tax,
  };
}

/** The drafted return does not count it yet: what the tax would fall with it. */
export function savingBy(what: string, change: ChangeOf): Worth {
  return {
    from: 'draft',
    kind: 'saving',
    basis: `Lo que bajaría el impuesto a cargo (casilla 129) del borrador ${what}.`,
    work: (estimate, insight, context) => estimate.tax - estimate.taxWith(change(insight, estimate, context)),
  };
}

/** What the tax would grow if something turned out against the taxpayer. */
export function riskOf(what: string, change: ChangeOf): Worth {
  return {
    from: 'draft',
    kind: 'risk',
    basis: `Lo que subiría el impuesto a cargo (casilla 129) del borrador ${what}; no incluye sanciones ni intereses.`,
    work: (estimate, insight, context) => estimate.taxWith(change(insight, estimate, context)) - estimate.tax,
    silentWhenNothing: true,
  };
}

export function unknownSaving(why: string): Worth {
  return { from: 'nothing', kind: 'saving', why: `No se estima: ${why}` };
}

export function unknownRisk(why: string): Worth {
  return { from: 'nothing', kind: 'risk', why: `No se estima: ${why}` };
}

/** Lowers what is to be paid peso by peso. */
export const PESO_BY_PESO: Worth = {
  from: 'facts',
  kind: 'saving',
  work: ({ amount }) =>
    amount === undefined || amount <= 0n
      ? null
      : {
          kind: 'saving',
          amount,
          basis: 'Se resta peso a peso de lo que haya que pagar, o aumenta el saldo a favor.',
        },
};
