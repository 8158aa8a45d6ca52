import type { LeftOutReason } from './types.ts';

/** Why a row adds to nothing, in Spanish. */
export const LEFT_OUT_TEXTS: Readonly<Record<LeftOutReason, string>> = {
  excluded_by_person: 'Se excluyó por decisión de quien revisa.',
  another_name: 'Fue reportada a nombre de otra persona: se excluye hasta que se confirme.',
  unclassified: 'No se sabe qué es: clasifíquela para que cuente.',
  informative: 'Es informativa: no se suma.',
  threshold_only: 'Solo sirve para saber si debe declarar: no es ingreso ni costo.',
  severance_reported_twice: 'Es la misma cesantía que ya reportó el otro informante.',
  severance_already_income: 'La cesantía ya fue ingreso cuando se consignó al fondo (art. 27 num. 3 E.T.).',
  voluntary_savings_reported_twice: 'Es el mismo aporte que ya reportó el otro informante.',
  total_beside_holders: 'Es el total de rendimientos que ya está en las filas por titular.',
  property_lower_value: 'Del mismo inmueble se declara el valor mayor (art. 277 E.T.).',
  support_documents_overlap: 'Los documentos soporte repiten ventas que los compradores ya reportaron.',
  loan_interest_unproven: 'Los intereses solo se deducen si el crédito es de vivienda: confírmelo.',
  prior_return_reference: 'Es un dato de la declaración anterior que no va en ninguna casilla.',
  negative_amount: 'Un ingreso o un bien negativo es una corrección o un error del informante: revíselo.',
  zero: 'Vale cero.',
};
