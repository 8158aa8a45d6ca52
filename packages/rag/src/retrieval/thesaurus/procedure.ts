import { domainTerms } from './domain-term.ts';

/** Penalties, audits, appeals, collection, refunds. */
export const PROCEDURE = domainTerms(`
multa|multas|sancion|sanciones|castigo|me sancionan|penalidad > sancion|sanciones|multa
sancion minima|multa minima|multa mas baja|sancion mas baja|minimo de sancion > sancion minima|valor minimo de las sanciones
extemporaneidad|extemporanea|extemporaneo|presentar tarde|presente tarde|presento tarde|declarar tarde|declare tarde|fuera de plazo|por fuera de plazo|despues de la fecha|despues del plazo|se me paso la fecha|se me vencio|fuera de tiempo > extemporaneidad|extemporaneidad en la presentacion|sancion por extemporaneidad|presentacion extemporanea
no declarar|no declare|omiso|omisos|omision|no presentar la declaracion|no presente la declaracion|nunca presente > sancion por no declarar|no declarar|emplazamiento previo por no declarar|omitan la presentacion
sancion por correccion|multa por corregir|sancion por corregir > sancion por correccion
inexactitud|datos falsos|ingresos omitidos|omitir ingresos|omiti ingresos|deducciones falsas|gastos falsos|declaracion falsa > inexactitud|sancion por inexactitud|inexactitudes
error aritmetico|mal sumado|error de suma > error aritmetico|correccion aritmetica
reduccion de sancion|rebaja de la sancion|rebaja de sancion|rebajar la sancion|disminuir la sancion|gradualidad|lesividad|favorabilidad|reincidencia|reducir la sancion|reduccion de la multa > lesividad proporcionalidad gradualidad|reincidencia|gradualidad|reduccion de la sancion|sancion reducida
carcel|delito|delitos|penal|evasion|defraudacion|prision|omision de agente retenedor > responsabilidad penal|omision de activos|defraudacion|prision|penal
mora|intereses de mora|interes de mora|intereses moratorios|interes moratorio|pagar tarde|pago tarde|tasa de mora|tasa de interes > intereses moratorios|tasa de interes moratorio|mora en el pago
cierre|cierran|cierren|clausura|cierran el negocio|cerrar el negocio|cierre del establecimiento|sellar > sancion de clausura|clausura del establecimiento|clausura
no facturar|sin factura|no expedir factura|no dar factura|factura sin requisitos > sancion por no facturar|expedir facturas|no facturar|expedir factura
irregularidades en la contabilidad|no llevar contabilidad|atraso en los libros|doble contabilidad|hechos irregulares > irregularidades en la contabilidad|hechos irregulares en la contabilidad
no informar|no enviar informacion|no mandar la exogena|no reportar|no presentar exogena|errores en la exogena|exogena con errores > no enviar informacion|sancion por no enviar informacion
no inscribirse|no actualizar el rut|sancion rut > sancion por no inscribirse|inscribirse en el registro|registro unico tributario
no expedir certificados|no entregar certificados|no me dieron el certificado > no expedir certificados|expedir certificados
devolucion improcedente|sancion por devolucion > improcedencia de las devoluciones|sancion por improcedencia
requerimiento especial|requerimiento > requerimiento especial|requerimiento
requerimiento ordinario|me llego un requerimiento|carta de la dian|me llego carta|pidio informacion|la dian me pide > requerimiento|facultades de fiscalizacion|emplazamiento
emplazamiento|emplazamiento para corregir|emplazamiento para declarar > emplazamiento para corregir|emplazamiento previo por no declarar|emplazamiento
fiscalizacion|revisar|auditar|investigar|investigacion|facultades de la dian|que puede revisar la dian > facultades de fiscalizacion e investigacion|fiscalizacion|inspeccion tributaria
inspeccion|visita de la dian|visita|allanamiento > inspeccion tributaria|inspeccion contable|facultades de registro
liquidacion oficial|liquidacion de revision|liquidacion que expidio la dian > liquidacion de revision|liquidacion oficial
liquidacion de aforo|aforo > liquidacion de aforo
liquidacion provisional > liquidacion provisional
recurso|recursos|apelar|apelo|apelacion|reconsideracion|reposicion|impugnar|reclamar > recurso de reconsideracion|recursos contra los actos|recursos
silencio administrativo|no responde el recurso|no contesta el recurso|no responde|no contesta|no resuelve > silencio administrativo|termino para resolver los recursos
nulidad|nulo|anular > nulidad|causales de nulidad
revocatoria|revocatoria directa|revocar > revocatoria directa
demanda|demandar|jurisdiccion contenciosa|tribunal > contencioso administrativo|demandar
prueba|carga de la prueba|presuncion de veracidad|creer la declaracion > presuncion de veracidad|medios de prueba|prueba
presuncion de ingresos|presume ingresos|presume como ingresos|presumir ingresos|presumen ingresos > presuncion de ingresos|presuncion|renta presuntiva por consignaciones
testigo|testigos|testimonio|confesion|indicio|indicios > testimonio|confesion|indicio
prescripcion|prescribe|prescriben|prescribio|deuda vieja|ya no pueden cobrar|dejan de cobrar > prescripcion de la accion de cobro|termino de prescripcion|prescripcion
cobro coactivo|cobro|cobrar|proceso de cobro|mandamiento de pago|me embargaron la cuenta > procedimiento administrativo coactivo|mandamiento de pago|cobro coactivo
embargo|embargos|embargar|embargaron|inembargable|secuestro|remate > embargo|medidas preventivas|limite de inembargabilidad|remate de bienes
excepciones|defenderme del cobro > excepciones contra el mandamiento de pago|excepciones
acuerdo de pago|facilidad de pago|facilidades de pago|pagar a cuotas|pagar por cuotas|a cuotas|por cuotas|en cuotas|plazos para pagar|refinanciar > facilidades para el pago|acuerdo de pago
devolucion|devoluciones|reintegro|que me devuelvan|devuelvan|devolver|devuelve|pedir la devolucion > devolucion de saldos a favor|devolucion|devolver
compensacion|compensar|cruzar el saldo|cruce de cuentas|imputar el saldo|arrastrar el saldo a favor > compensacion con saldos a favor|compensacion
cuanto demora la devolucion|en cuantos dias|cuanto se demora la dian > termino para efectuar la devolucion
plazo para la devolucion|hasta cuando pedir la devolucion|tiempo para pedir la devolucion > termino para solicitar la devolucion
rechazo de la devolucion|rechazaron la devolucion|inadmision > rechazo e inadmision de las solicitudes
garantia|poliza|devolucion con garantia > garantia|presentacion de garantia
intereses a favor|la dian me paga intereses > intereses a favor del contribuyente|tasa de interes para devoluciones
responsabilidad solidaria|deudor solidario|solidaridad|responde con su patrimonio|socios responden|responden los socios|socio responde > responsabilidad solidaria|deudores solidarios|solidaria
responsabilidad subsidiaria > responsabilidad subsidiaria
abuso|elusion|simulacion|evadir|planeacion tributaria agresiva > abuso en materia tributaria|abuso
salir del pais|salida del pais|viajar > salida de extranjeros|paz y salvo
centrales de riesgo|datacredito|reporte en datacredito > centrales de riesgo
obras por impuestos > obras por impuestos
dacion en pago|pagar con bienes > dacion en pago
prelacion de pagos|a que se aplica el pago|primero se paga > prelacion en la imputacion del pago
condonacion|remision|perdonar la deuda|borrar la deuda|amnistia > remision de las deudas tributarias|condicion especial de pago
proveedor ficticio|proveedores ficticios|empresas de papel|facturas falsas > proveedores ficticios|insolvencia|proveedores ficticios o insolventes
contador sancionado|sancion al contador > sanciones a contadores publicos|contadores publicos
`);
