/**
 * What a text may say without a figure and still do harm: deny a duty, promise an outcome, send the reader to somebody, speak of
 * its own instructions. Each is let through only where the facts say the same.
 */
const SENSITIVE: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'deny a duty',
    /\b(?:no|nunca|tampoco|jamas)\s+(?:\w+\s+){0,3}?(?:debe|deba|tiene|tenga|hay|esta|estan|necesita|requiere|es|hace|deberia)\b(?=[^.;]{0,60}\b(?:declara\w*|present\w*|pag\w*|obliga\w*|sancion\w*|impuesto\w*|debe\w*|adeuda\w*|informa\w*|report\w*|inclu\w*|necesari\w*))/,
  ],
  [
    'advise against a duty',
    /\b(?:no|nunca|jamas)\s+(?:l[oae]s?\s+|se\s+)?(?:declar[ae]\w*|present[ae]\w*|pagu?[ae]\w*|report[ae]\w*|inform[ae]\w*|inclu\w*|corrij\w*|corrig\w*)\b/,
  ],
  [
    'free of a duty',
    /\b(?:sin\s+(?:sancion|obligacion|necesidad|impuesto)\w*|exoner\w*|exim\w*|exent[oa]s?\s+de\s+(?:declarar|presentar|pagar|toda)|amnisti\w*|condona\w*|perdon\w*|prescri\w*|liberad[oa]s?)\b/,
  ],
  [
    'evade',
    /\b(?:omit\w*|ocult\w*|escond\w*|evad\w*|evasi\w*|borr\w*|elimin\w*|falsific\w*|simul\w*|ignor\w*|olvid\w*|destru\w*|testaferr\w*|maquill\w*)\b/,
  ],
  [
    'promise',
    /\b(?:garanti\w*|asegur(?:o|amos)\b|sin\s+riesgo|sin\s+duda|aprobad[oa]s?|autoriz\w*|verificad[oa]s?|devolver\w*|reembols\w*|premio\w*|gan(?:o|aste|ador\w*)\b|felicit\w*)/,
  ],
  [
    'send money or data',
    /\b(?:consign[ae]\w*|transfier\w*|transferi\w*|deposit\w*|gir(?:e|ar)\b|nequi|daviplata|bitcoin\w*|cripto\w*|billetera\w*|clave\w*|contrasena\w*|password\w*|pin\b|token\w*|credencial\w*)/,
  ],
  [
    'send to somebody',
    /\b(?:llam[ae]\w*|escrib[ae]\w*|contact\w*|comuniqu\w*|whatsapp|telegram|telefono\w*|celular\w*|correo\w*|email|pagina\s+web|sitio\s+web|enlace\w*|link\w*|descarg\w*|haga\s+clic|clic\b|visit\w*|codigo\s+qr)/,
  ],
  [
    'speak of itself',
    /\b(?:instruccion\w*|prompt\w*|system|sistema\s+(?:comprometido|hackeado)|hacke\w*|jailbreak\w*|developer|desarrollador\w*|modelo\s+de\s+lenguaje|asistente\w*|inteligencia\s+artificial|chatgpt|openai|claude|gemini|gpt\w*|soy\b|como\s+ia\b|dan\b|lo\s+siento|no\s+puedo\s+(?:ayudar|responder))/,
  ],
  [
    'authority',
    /\b(?:corte\s+\w+|consejo\s+de\s+estado|ministeri[oa]\w*|director\s+general|superintendencia\w*|fiscalia\w*|jurisprudencia\w*|tribunal\w*|juzgado\w*|procuraduria\w*)/,
  ],
  [
    'insult or threat',
    /\b(?:carcel|prision|arrest\w*|captur\w*|denunci\w*|delincuent\w*|criminal\w*|fraude\w*|ladron\w*|embarg\w*|penal(?:es|mente)?)\b/,
  ],
];

// Words that belong to no subject: neither for nor against a text that has them.
const NEUTRAL = new Set(
  (
    'para pero porque como cuando donde desde hasta entre sobre contra segun ante bajo tras durante mediante este esta estos estas esto ' +
    'ese esos esas aquel todo toda todos todas otro otra otros otras mismo misma cada cual cuales quien quienes solo tambien ademas aunque ' +
    'mientras entonces luego antes despues ahora siempre nunca aqui alli muy mas menos mucho mucha poco poca algo nada ' +
    'puede pueden podria debe deben deberia tiene tienen tenga tener haber hace hacer haga sido estar estan sean seran ' +
    'pregunte pregunta preguntar revise revisar verifique verificar confirme confirmar conserve conservar guarde guardar tenga cuenta ' +
    'conviene importante recuerde usted suyo suya suyos suyas caso casos parte manera forma dice decir indica significa ' +
    'porque debido gracias vez veces dato datos hallazgo hallazgos fila filas informacion persona personas'
  ).split(' '),
);
// A text shares about half of its words with its facts when it explains them; one about something else, hardly any.
const LEAST_GROUNDED = 1 / 3;

/** What a text states that its facts do not; empty when it only words them. */
export function unsupportedStatements(text: string, facts: string): string[] {
  const [said, known] = [fold(text), fold(facts)];
  const found = SENSITIVE.flatMap(([, pattern]) => {
    const match = pattern.exec(said);
    return match === null || pattern.test(known) ? [] : [match[0]];
  });
  const words = contentWords(said);
  const stems = new Set(contentWords(known));
  const grounded = words.filter((word) => stems.has(word)).length;
  if (words.length > 0 && grounded < words.length * LEAST_GROUNDED)
    found.push('el texto no trata del hallazgo');
  return found;
}

function contentWords(folded: string): string[] {
  return (folded.match(/[a-z]{4,}/g) ?? [])
    .filter((word) => !NEUTRAL.has(word))
    .map((word) => word.slice(0, 5));
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}
