import { domainTerms } from './domain-term.ts';

/** What people do, suffer and ask for, in the verbs of every day; endings need not be listed, as stems are compared. */
export const EVERYDAY_VERBS = domainTerms(`
se salva|salvarse|se libra|librarse|librar|zafarse|exonerar|exonerado|eximir|eximido|estar exento|quedar por fuera > no obligados|no estan obligados|exentos|exoneracion|no sometidos
se salva de declarar|me salvo de declarar|se libra de declarar|dispensado de declarar|exonerado de declarar > no obligados a declarar|no estan obligados a declarar|no estan obligados a presentar declaracion
no me lo gravan|no tributa|libre de impuesto|libre de impuestos|sin impuesto|sin impuestos > no constituyen renta|exentas|no gravados
rebaja|rebajar|rebajan|me rebajan|me rebaja|ahorrar impuestos|pagar menos impuesto|alivio|incentivo|beneficio tributario|ganancia tributaria|premio tributario > descuento|deduccion|beneficio|descuento tributario
descuentan|descontaron|me descuentan|me quitan|me quitaron|me rebajaron del pago|me sacan > retencion en la fuente|retenciones|valores retenidos
meter como gasto|pasar como gasto|llevar al gasto|cargar al gasto|lo acepta la dian|me lo aceptan|aceptan como gasto|deducible|restar de la renta > deducible|deduccion|expensas necesarias|procedencia de costos
rechazan|rechazaron|tumbar|tumbaron|negaron|me negaron|niegan|no me aceptaron|echaron para atras > rechazo|desconocimiento|no procedencia|inadmision
castigan|castigar|clavan|me clavan|me cascan|cuanto me sale|me va a costar|de a cuanto la multa|de a como la multa > sancion|sanciones|multa
inventar|inventaron|falso|falsa|mentira|mentir|chiviado|inexistente|que no eran|maquillar|inflar > inexactitud|inexistentes|datos equivocados|falsedad
esconder|ocultar|no reporte|deje de reportar|no inclui|olvide incluir > omision|omitidos|activos omitidos
devolver plata|giren|giran|me giran|reembolso|reembolsar|regresar el dinero > devolucion|devolver|devoluciones
por que me pueden negar|motivos para negar|causas para negar|causales de rechazo > causales|rechazo e inadmision|rechazadas
tapar una deuda|tapar lo que debo|cubrir la deuda|pagar con el saldo|usar el saldo|sobrante|lo que me sobro > compensacion con saldos a favor|compensacion|imputar
frenar el cobro|parar el cobro|detener el cobro|suspender el cobro|levantar el embargo|desembargar > suspension por acuerdo de pago|levantar las medidas|suspension
cobran por la fuerza|me van a quitar|me quieren quitar|rematar|rematan|subastar|subasta > remate de bienes|embargo secuestro y remate|procedimiento coactivo
moroso|morosos|estoy en mora|estoy atrasado con la dian|reportar|me reportan|reporte negativo|mala fama crediticia > mora|centrales de riesgo|incumplimiento
borran la deuda|borrar|perdonan|perdonar|perdon|condonar|condonan > remision de las deudas|suprimir|exoneracion|condonacion
recibir bienes a cambio|entregar un inmueble|pagar con un inmueble|pagar con un lote|pagar en especie > dacion en pago|especie
quien responde|a quien le cobran|le pueden cobrar a|de su bolsillo|responde con lo suyo|responder por la deuda > responsabilidad solidaria|responsabilidad subsidiaria|solidariamente|deudores solidarios
se quieren llevar|se llevaron los documentos|revolcaron|llegaron al local|vinieron a la oficina|revisar el negocio > facultades de registro|inspeccion tributaria|funcionarios
entrar sin permiso|sin orden|a la fuerza > registro|allanamiento|facultades de registro
me toca demostrar|probar|demostrar|comprobar|como pruebo|como demuestro > prueba|carga de la prueba|comprobar
firmar por|firma por otro|en mi nombre|por mi|en representacion de|con un poder|con poder|le di poder > apoderados|mandatarios|representantes|apoderados generales y mandatarios especiales
carta devuelta|devolvio la carta|devolvio el correo|no me encontraron|no recibi la carta|nunca me llego > notificaciones devueltas por el correo|devueltas
mandar papeles|me mandan las cartas|donde me mandan|donde me notifican|a donde llegan > direccion para notificaciones|direccion procesal
se cayo la pagina|no sirve la pagina|caida del sistema|sin sistema|fallo la plataforma|no habia sistema > presentacion electronica|disponibilidad de los servicios|fuerza mayor|inconvenientes tecnologicos
sume mal|sumar mal|error de cuenta|mal la cuenta|resta mal|operacion mal hecha > error aritmetico|correccion aritmetica|liquidacion de correccion
contabilidad atrasada|libros atrasados|no tengo libros|sin libros|libros al dia|exhibir los libros|mostrar los libros > hechos irregulares en la contabilidad|irregularidades en la contabilidad|libros de contabilidad
nunca me inscribi|no me inscribi|sin rut|no tengo rut|trabaje sin rut > inscribirse en el registro unico tributario|no inscribirse|inscripcion
trabajar sin factura|vender sin factura|no doy factura|sin recibo|no me dieron recibo|no me dio factura > no facturar|expedir factura|exigir factura|procedencia de costos
crecer|crecio mucho|me pase del limite|supere el limite|ya no cumplo|dejar de cumplir|me sacan|sacar del regimen|expulsar|expulsado|perder el beneficio > exclusion|perdida de los beneficios|incumplimiento|dejen de cumplir
volver a entrar|regresar al regimen|reingresar > podran solicitar|nuevamente|optar
cambiarse de regimen|pasarme al|cambiar de regimen|salirme > cambio de regimen|transito|optar
cuando se entrega|entregar lo retenido|entrego la plata|cuando consigno|donde consigno|girar a la dian > consignar|consignar lo retenido|plazos para el pago
no le retuve a nadie|no hubo retenciones|en ceros|en cero|declaracion en ceros > no se hayan efectuado operaciones|no haya lugar|contenido de la declaracion de retencion
retuve|retuvimos|les retuve > valores retenidos|agentes de retencion|consignar lo retenido
casi no gano|gano poco|no gano mucho|menores ingresos|ingresos bajos > menores ingresos|no obligados a declarar
comprar a medias|entre los dos|en compania|en sociedad con|mitad y mitad|a medias > conyuges|comuneros|comunidad|cada uno
armar consorcio|consorcio|consorcios|union temporal|uniones temporales|cuentas en participacion|joint venture|colaboracion > contratos de colaboracion empresarial|consorcios|uniones temporales
repartir|reparto|repartieron|repartir ganancias|me dieron utilidades > distribucion|dividendos|utilidades|participaciones
traer del exterior|traje del exterior|comprar afuera|compre en china > importacion|importaciones
mandar al exterior|vender afuera|clientes de afuera > exportacion|exporten
vivir afuera|me fui a vivir|me mude a otro pais|trabajo en otro pais|me contrataron en|emigre|radicado en > residencia para efectos tributarios|residentes|sin residencia|permanencia
me voy del pais|irme del pais|dejar el pais|me voy del todo > salida de extranjeros|residencia
se dano|se daño|se pudrio|se vencio|se vence|vencida|botar|botarla|desechar|inservible|obsoleto|obsoleta > disminucion del inventario|obsolescencia|destruccion|perdidas de activos
me robaron|robo|robaron|hurto|se perdio|se quemo|incendio|inundacion > perdidas de activos|fuerza mayor|perdidas sufridas
saque para mi|saque mercancia|sacar mercancia|para uso personal|para mi casa|autoconsumo|me lleve del negocio > retiros de bienes|retiros|hechos que se consideran venta
me devolvieron mercancia|cliente devolvio|devolucion de mercancia|anular la venta|se anulo la venta|venta anulada|cancelaron el pedido > operaciones anuladas rescindidas o resueltas|anuladas|rescindidas|devoluciones
cobrarle a mis clientes|cargarle a los clientes|le cargo|le pongo iva|poner iva|ponerle iva|cobrar el 19|cobro el 19|facturar con iva > responsables del impuesto sobre las ventas|hecho generador|causan el impuesto
mover plata|muevo plata|pasar plata|traslado plata|trasladar plata|traspasar plata|transferir entre cuentas|entre mis cuentas|entre cuentas mias > traslados|mismo titular|un mismo y unico titular|exenciones del gmf
prestar plata|me prestaron|desembolso|desembolsan|credito que me dieron|sacar un prestamo > creditos|desembolso|prestamos|operaciones de credito
pagar con tarjeta|pagan con tarjeta|datafono|pago electronico|nequi|daviplata|pse|medios electronicos de pago > tarjetas de credito y debito|medios de pago electronico|mecanismos de pagos electronicos
sembrar|siembra|sembrado|cultivar|cosecha|cosechar|matas|cultivo|cultivos > cultivos|plantaciones|agropecuario|reforestacion
plaga|plagas|enfermedad de los cultivos > control de plagas|renovacion de cultivos
contratar|contrate|emplear|emplee|dar trabajo|generar empleo > generacion de empleo|relacion laboral|vinculacion|trabajadores
darle estudio|pagarle el estudio|le pague la universidad|capacitar|capacitacion > contribuciones a educacion de los empleados|educacion|becas
jubilar|me jubile|me retire|jubilarme|pensionarme > pensiones de jubilacion|pensiones
me gane|ganador|gano un premio|me dieron un premio|salio premiado|salio en la rifa > premios|concursos|loterias rifas|premios en dinero y en especie
donar plata|aporte a la iglesia|diezmo|diezmos|ayudar a una fundacion > donaciones|entidades sin animo de lucro
revender|intermediario|vender por comision|consignacion de mercancia > intermediarios|comercializacion
denunciar|denunciaron|me denunciaron|chismoso|testifico > testimonio|denuncias|informaciones suministradas por terceros
demorarse|se demoran|se demora|se demoro|no resuelven|no me contestan > termino|plazo|silencio administrativo|intereses
`);
