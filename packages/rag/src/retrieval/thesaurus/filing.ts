import { domainTerms } from './domain-term.ts';

/** Who files what, when, how, and how it is corrected. */
export const FILING = domainTerms(`
declarar renta|declaro renta|declara renta|declaracion de renta|la renta|presentar renta|hacer la renta > declaracion de renta|declaracion del impuesto sobre la renta
obligado a declarar|obligada a declarar|obligados a declarar|obligacion de declarar|debo declarar|tengo que declarar|toca declarar|me toca declarar|me toca declarar renta|debo declarar renta|tengo que declarar renta|quien declara|quienes declaran|quien debe declarar|quienes deben declarar|quienes declaran renta > obligados a declarar|no obligados a declarar|deben presentar declaracion|no estan obligados a declarar|no estan obligados a presentar declaracion
no obligado a declarar|no obligados a declarar|no obligada|no estoy obligado|no estoy obligada|no tengo que declarar|no me toca declarar > no obligados a declarar|no estan obligados a declarar|no obligados
topes|tope|limites para declarar|monto para declarar|a partir de cuanto|desde cuanto|desde que monto|desde que valor|cuanto debo ganar > no obligados a declarar|no estan obligados a declarar|tope|topes|inferiores a|no exceda
declaracion voluntaria|declarar voluntariamente|declarar sin estar obligado|declarar aunque no este obligado > declaracion voluntaria|voluntariamente|presentadas por los no obligados
tarjeta|tarjetas|tarjeta de credito|tarjetas de credito|tc|consumos con tarjeta > tarjeta de credito|consumos mediante tarjeta|tarjetas
consignaciones|consignacion|movimientos bancarios|movimientos en cuentas|depositos|me consignaron > consignaciones bancarias|consignaciones|depositos o inversiones financieras|consignaciones en cuentas bancarias
compras y consumos|compras|consumos > compras y consumos|adquisiciones|compras
plazo para declarar|plazos para declarar|cuando declaro|cuando se declara|hasta cuando declaro|fecha para declarar|fechas para declarar > calendario|plazos para declarar|lugares y plazos|vencimiento
plazo|plazos|vencimiento|vencimientos|fecha limite|cuando vence|cuando debo declarar|calendario|calendario tributario|fechas > plazos|lugares y plazos|vencimiento|vencimiento del plazo
donde presentar|bancos autorizados|donde pago|lugar de presentacion > lugares y plazos|lugar de pago|presentacion de las declaraciones
declaracion virtual|por internet|firma electronica|firma digital|instrumento de firma|muisca|presentacion electronica|declarar en linea > presentacion electronica|firma digital|medios electronicos|notificacion electronica
formulario|formularios|formulario 210|casilla|casillas|contenido de la declaracion|que debe llevar la declaracion > contenido de la declaracion|formularios|casilla
firma de contador|firma del contador|contador publico|contador|revisor fiscal|firmar la declaracion > contador publico|revisor fiscal|firma del contador
declaracion sin firma|sin firmar|no firmada|se tiene por no presentada|no presentada|no valida|invalida > se tienen por no presentadas|no presentadas
ineficaz|ineficacia|retefuente sin pago|retencion sin pago > ineficacia de las declaraciones de retencion|sin pago total
rut|registro unico tributario|inscribirse en el rut|inscripcion en el rut|actualizar el rut|inscribirme > registro unico tributario|rut|inscribirse en el registro
nit|cedula|numero de identificacion > numero de identificacion tributaria|nit
direccion|direccion errada|domicilio|cambio de direccion|cambie de direccion > direccion para notificaciones|direccion|domicilio fiscal
notificacion|notificaciones|me notificaron|notificar|como notifican > notificacion|notificaciones|formas de notificacion
apoderado|representante|representante legal|menor de edad|menores|mi hijo menor|agente oficioso|quien firma por|tutor > representantes|apoderados|agencia oficiosa|representantes que deben cumplir deberes formales
uvt|unidad de valor tributario|cuanto vale la uvt > unidad de valor tributario|uvt
corregir|correccion|correcciones|corrijo|corrija|me equivoque|modificar la declaracion|corregir la declaracion|error en la declaracion > correcciones|corregir|correccion
aumentar el impuesto|pague de menos|aumenta el valor a pagar|pagar mas|corregir para pagar mas|mayor valor a pagar > correcciones que aumentan el impuesto|aumentan el impuesto
bajar el impuesto|pague de mas|disminuir el impuesto|disminuir el valor a pagar|pagar menos|menor valor|aumentar el saldo a favor|corregir para pagar menos|menor valor a pagar > correcciones que disminuyan el valor a pagar|disminuyan el valor a pagar
anticipo|anticipo de renta|anticipo del ano siguiente > anticipo|calculo y aplicacion del anticipo
saldo a favor|saldos a favor|me sobro|plata a favor > saldo a favor|saldos a favor
ano gravable|periodo gravable|periodo fiscal > periodo gravable|periodo fiscal|ano gravable
beneficio de auditoria|auditoria > beneficio de la auditoria|beneficio de auditoria
firmeza|queda en firme|quede en firme|en firme|cuanto tiempo puede revisar|cuanto tiempo tiene la dian para revisar|hasta cuando puede revisar > firmeza de las declaraciones|termino general de firmeza|firmeza|en firme
exogena|medios magneticos|informacion de terceros|reporte de terceros|informacion exogena|reportar informacion > informacion para estudios y cruces|enviar informacion|informacion en medios magneticos|no enviar informacion|exogena
soportes|pruebas|certificados|certificado|papeles|cuanto tiempo guardo|guardar los soportes|guardar documentos|conservar documentos|conservar soportes > conservar informaciones y pruebas|certificados|pruebas|conservar
certificado de ingresos y retenciones|certificado laboral|certificado de ingresos|formulario 220|certificado 220 > certificado de ingresos y retenciones
contabilidad|libros de contabilidad|llevar contabilidad|libros contables|niif|normas contables > contabilidad|libros de contabilidad|obligados a llevar contabilidad|marcos tecnicos normativos contables
conciliacion fiscal|formato 2516|formato 2517 > conciliacion fiscal
reserva de la declaracion|quien puede ver mi declaracion|confidencial|secreto > reserva de la declaracion|reserva
matrimonio|casados|pareja|declarar juntos|declaracion conjunta|conyuges > conyuges se gravan en forma individual|conyuges
`);
