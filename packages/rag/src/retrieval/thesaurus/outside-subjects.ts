/**
 * What people ask beside taxes, and other taxes than those of the statute: it shares their words, but other laws answer. The
 * rest of a question must say much more of tax before it is answered. Folded, as queries are compared.
 */
export const OUTSIDE_SUBJECTS: readonly string[] = `
cuota alimentaria|custodia|patria potestad|ante notario|registro civil|tutela|derecho de peticion modelo
exceso de velocidad|comparendo|fotomulta|soat|licencia de conduccion|pico y placa|tecnomecanica
camara de comercio|constituir una sas|constituyo una sas|abrir una sas|registrar una marca
semanas para pensionarme|semanas cotizadas|cuantas semanas|edad de pension|historia laboral|salario minimo de este ano|vale el salario minimo
dias de vacaciones|contrato laboral|liquidar un contrato|carta de renuncia|horas extras
sacar el pasaporte|visa de trabajo|visa americana|tarjeta de identidad|sacar la cedula
impuesto vehicular|impuesto de vehiculos|tarifa de ica|tarifa del ica|tarifa del impuesto de industria y comercio|pagar el predial|descuento del predial|factura del predial
abrir una cuenta de ahorros|abrir una cuenta|tasa de usura|trm del dolar de hoy|dolar hoy|trm de hoy|precio del dolar
cita en la dian|saco cita|agendar cita|clave de la firma|recuperar la clave|olvidada|cobra un contador|cuanto cobra un contador
sisben|familias en accion|renta ciudadana|subsidio de desempleo
`
  .trim()
  .split(/[\n|]/)
  .map((subject) => subject.trim());
