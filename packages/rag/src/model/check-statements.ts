/**
 * What a text may say without a figure and still do harm: impose or deny a duty, promise an outcome, send the reader to somebody, speak of
 * its own instructions. Each is let through only where the facts say the same.
 */
const SENSITIVE: readonly RegExp[] = [
  // Impose a duty.
  /\b(?:debe|deben|obligad[oa]s?\s+a|tiene\s+que)\s+(?:\w+\s+){0,2}?(declarar|presentar|pagar)\b/g,
  // Deny one.
  /\b(?:no|nunca|tampoco|jamas|ningun\w*)\s+(?:\w+\s+){0,3}?(debe|deba|tiene|tenga|hay|esta|estan|necesita|requiere|es|hace|deberia)\b[^.;]{0,60}?\b(declara|present|pag|obliga|sancion|impuesto|debe|adeuda|informa|report|inclu|necesari)\w*/g,
  /\b(?:no|nunca|jamas)\s+(?:l[oae]s?\s+|se\s+)?(declar[ae]|present[ae]|pagu?[ae]|report[ae]|inform[ae]|inclu|corrij|corrig)\w*/g,
  /\b(sin\s+(?:sancion|obligacion|necesidad|impuesto)|exoner|eximid|exent[oa]s?\s+de\s+(?:declarar|presentar|pagar|toda)|amnisti|condona|perdon|prescri|liberad[oa])\w*/g,
  /\b(omit|ocult|escond|evad|evasi|borr|elimin|falsific|simul|ignor|olvid|destru|testaferr|maquill)\w*/g,
  // Promise.
  /\b(garanti|aseguramos|sin\s+riesgo|sin\s+duda|aprobad[oa]|autoriz|verificad[oa]|devolver|reembols|premio|ganador|felicit)\w*/g,
  // Send money, data or the reader somewhere.
  /\b(consign[ae]|transfier|transferi|deposit|gire|girar|nequi|daviplata|bitcoin|cripto|billetera|clave|contrasena|password|pin|credencial)\b\w*/g,
  /\b(llam[ae]|escrib[ae]|contact|comuniqu|whatsapp|telegram|telefono|celular|correo|email|pagina\s+web|sitio\s+web|enlace|link|descarg|clic|visit|codigo\s+qr)\w*/g,
  // Speak of itself.
  /\b(instruccion|prompt|system|hacke|jailbreak|developer|desarrollador|modelo\s+de\s+lenguaje|asistente|inteligencia\s+artificial|chatgpt|openai|gemini|soy|como\s+ia|dan|lo\s+siento|no\s+puedo\s+(?:ayudar|responder))\b\w*/g,
  // Call on an authority, or threaten.
  /\b(corte\s+\w+|consejo\s+de\s+estado|ministeri|director\s+general|superintendencia|fiscalia|jurisprudencia|tribunal|juzgado|procuraduria)\w*/g,
  /\b(carcel|prision|arrest|captur|denunci|delincuent|criminal|fraude|ladron|embarg|penal(?:es|mente))\w*/g,
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

/**
 * What a text states that its facts do not; empty when it only words them. A sensitive word needs the rules' own words: a law tells of
 * all cases, also of those that are not this person's.
 */
export function unsupportedStatements(text: string, ownWords: string, facts: string): string[] {
  const [said, own] = [fold(text), fold(ownWords)];
  const found = SENSITIVE.flatMap((pattern) => {
    const known = new Set([...own.matchAll(pattern)].map(keyOf));
    return [...said.matchAll(pattern)].filter((match) => !known.has(keyOf(match))).map(([words]) => words);
  });
  const words = contentWords(said);
  const stems = new Set(contentWords(fold(facts)));
  const grounded = words.filter((word) => stems.has(word)).length;
  if (words.length > 0 && grounded < words.length * LEAST_GROUNDED)
    found.push('el texto no trata del hallazgo');
  return found;
}

function keyOf([, ...groups]: RegExpMatchArray): string {
  return groups.join(' ');
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
