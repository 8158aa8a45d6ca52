import { domainTerms } from './domain-term.ts';

/** How people tell what happened to them, where the law has a noun of its own for it. */
export const EVERYDAY_WORDS = domainTerms(`
devolvieron|me devolvieron|devolvio|devuelven|me devuelven|me la devuelven|me lo devuelven|que me devuelva > devolucion|devoluciones|devolver
notificaron|me notificaron|notifico|notificado|me llego la notificacion|me enviaron > notificacion|notificaciones
revoquen|revoque|echar para atras un acto|dejar sin efecto > revocatoria directa|revocatoria
sancionaron|me sancionaron|multaron|me multaron|me pusieron multa > sancion|sanciones
me embargaron|embargada|embargado|me quitaron la cuenta > embargo|medidas preventivas|inembargabilidad
prescrito|prescrita|ya prescribio|habia prescrito > prescripcion|obligacion prescrita
heredo|heredada|heredado|recibida por herencia|me dejaron|me dejo > herencias|legados|asignaciones por causa de muerte
gane|me gane|ganar|ganarse|me saque > premio|loterias|rifas
perdi|perdio|perdi plata|tuve perdidas|quede en perdidas > perdidas|compensacion de perdidas
preste|le preste|preste plata > prestamo|creditos|intereses presuntos
cerre el negocio|cierre definitivo|cese de actividades|deje de trabajar|ya no tengo el negocio|cerrar mi negocio|cancelar el rut|cancelacion del rut|cerrar el rut > cese de actividades|cancelacion|informar el cese
abrir un negocio|montar un negocio|inicio de actividades|iniciar actividades|empezar a vender > inicien actividades|inscribirse|inscripcion
responder el requerimiento|contestar el requerimiento|respuesta al requerimiento|respondo un requerimiento|respondo el requerimiento > respuesta al requerimiento especial|respuesta al requerimiento
plazo para notificar|hasta cuando me pueden|hasta cuando puede la dian|hasta cuando me puede|cuanto tiempo tiene la dian > termino para notificar|debera notificarse|dentro de los tres anos|firmeza
reducir el anticipo|rebajar el anticipo|menos anticipo|disminuir el anticipo|bajar el anticipo > reduccion del anticipo|reducir el anticipo|autorizacion de la reduccion
pedir factura|exigir factura|que me den factura > exigir factura|obligacion de exigir factura
no declarante|no declarantes|no soy declarante|no declara > no declarantes|no obligados a declarar
licencia de maternidad|maternidad|incapacidad|incapacidades|accidente de trabajo > proteccion a la maternidad|incapacidad|accidente de trabajo|enfermedad
medico|medicos|consulta medica|hospital|clinica|odontologo|odontologia > servicios medicos|medicos|salud humana
colegio|colegios|jardin infantil|matricula > servicios de educacion|educacion
smmlv|smlmv|salarios minimos > salarios minimos mensuales legales|salarios minimos
notario|notarios|notaria|notarias > notarios|escrituras publicas
banco|bancos|entidad financiera|entidades financieras > entidades financieras|establecimientos de credito|vigiladas
cruzar|se puede cruzar > compensar|compensacion
castigar cartera|castigo esa cartera|castigo la cartera|no me va a pagar|no me pagan|no me pago|no me pagaron|cliente que no paga > deudas manifiestamente perdidas|dudoso o dificil cobro|sin valor
offshore|paraiso|empresa de papel > entidades controladas del exterior|no cooperantes
energia|energia electrica|energia eolica|energia renovable > energia electrica|generacion de energia|fuentes no convencionales
deportista|deportistas|deporte|deportes|deportivo > deportistas|deporte|deportivos
vigilancia privada|celaduria > vigilancia
domestica|empleada domestica|servicio domestico > servicio domestico
valorizacion|impuesto de valorizacion > contribucion por valorizacion|valorizacion
plata|platica|dinero|billete > dinero
fachada|fraude|trampa > simulacion|abuso
lesiones|accidente|danos > indemnizaciones|dano emergente
carcel|meter a la carcel|meter preso|ir preso > responsabilidad penal|prision
socio|socios|accionista|accionistas > socios|accionistas|comuneros
cuanto se demora|cuanto demora|en cuanto tiempo|cuantos dias|en cuantos meses > termino para|dentro de los
primer ano|primera vez|primera declaracion > primera declaracion|primer ano
conjunta|compartida|compartido|entre los dos|a nombre de los dos > compartidos|cada titular|posesion|aprovechamiento economico
tercero|terceros|otra persona > terceros|a nombre de terceros
precio menor|menor valor en la escritura|precio distinto|precio diferente al real > valor de enajenacion|precio de enajenacion|valor comercial
`);
