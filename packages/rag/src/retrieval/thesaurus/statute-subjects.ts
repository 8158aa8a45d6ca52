import { domainTerms } from './domain-term.ts';

/** The subjects of the statute in the order of its books, each as accountants name it among themselves. */
export const STATUTE_SUBJECTS = domainTerms(`
sociedad extranjera|compania de afuera|companias extranjeras|empresas extranjeras > sociedades extranjeras|entidades extranjeras|concepto de sociedad extranjera
ente no contribuyente|quien no paga renta|no pagan renta|entidades que no pagan renta > entidades que no son contribuyentes|no son contribuyentes
causacion del ingreso|cuando reconozco el ingreso|reconocimiento del ingreso|cuando se realiza el ingreso|devengo|devengado|caja > realizacion del ingreso|devengo|se entienden realizados
cuando se reconoce el gasto|ano del gasto|gasto de otro periodo|gastos de anos anteriores > realizacion de las deducciones|realizacion del costo
instrumentos financieros|derivados|forward|valor razonable > instrumentos financieros|valor razonable
factoring|factoraje|venta de cartera|descuento de facturas > factoraje|factoring
acciones preferentes|prima en colocacion|prima en acciones > acciones preferentes|prima en colocacion de acciones
venta de acciones en bolsa|acciones cotizadas|acciones inscritas en bolsa > utilidad en la enajenacion de acciones|bolsa de valores colombiana
utilidades gravadas y no gravadas|dividendo gravado|dividendo no gravado|calculo del articulo 49 > determinacion de los dividendos y participaciones no gravados
costo de venta|costo de la mercancia|kardex|peps|promedio ponderado|valoracion de inventarios > costo de los inventarios|metodos de valoracion de inventarios|juego de inventarios
faltantes de inventario|merma|mermas|baja de inventarios|destruccion de inventarios > disminucion del inventario|obsoletos|destruccion
costo de los inmuebles|costo de construccion|mejoras|adiciones|valorizaciones pagadas > costo de los bienes inmuebles|costo fiscal|mejoras
pagos a vinculados no contribuyentes|pagos a relacionados > vinculados economicos|no deducibilidad
planilla del contratista|planilla de independientes|verificar aportes|aportes de contratistas > afiliacion y el pago de las cotizaciones|aportes|trabajadores independientes
atenciones a clientes|regalos de navidad|fiesta de fin de ano|sanciones judiciales|condenas|sobornos > atenciones a clientes|expensas necesarias|limitacion de deducciones
carteras castigadas|baja de cartera|deterioro > deudas manifiestamente perdidas|deudas de dudoso o dificil cobro
intereses con socios|deuda con vinculados del exterior|capitalizacion delgada|regla de subcapitalizacion > subcapitalizacion
regalias al exterior|pago de marca|uso de marca|intangibles de vinculados > pagos de regalias|regalias
gastos de casa matriz|gastos de administracion del exterior|pagos a la matriz > pagos a la casa matriz|casa matriz
pagos a paraisos|pagos a jurisdicciones no cooperantes > pagos a jurisdicciones no cooperantes|baja o nula imposicion
bienes que se deprecian|activos de menor cuantia|activos menores|depreciacion de activos menores > depreciacion de bienes adquiridos en el ano|bienes depreciables
linea recta|reduccion de saldos|turnos|depreciar mas rapido|mas turnos > metodos de depreciacion|depreciacion acelerada
perdida en venta de activos|vendi perdiendo|perdida al vender > perdidas en la enajenacion de activos|perdida en la enajenacion
perdidas del agro|perdidas agricolas > perdidas sufridas por personas naturales en actividades agricolas
donar a bibliotecas|apadrinar parques|parques naturales > bibliotecas publicas|parques naturales
i d i|i+d|ciencia tecnologia e innovacion|colciencias|minciencias|proyectos de investigacion|innovacion|ctei > investigacion desarrollo tecnologico o innovacion|proyectos de investigacion
exploracion de petroleos|agotamiento|petrolera > explotacion de hidrocarburos|agotamiento|exploracion
recuperacion de deducciones|reversar la provision|reversion de provisiones|recuperar el gasto > recuperacion de deducciones|constituyen renta liquida
obras civiles|contrato de obra|constructores|contratos de construccion|avance de obra > contratos de servicios de construccion|industria de la construccion
prima tecnica|gastos de representacion de rectores|exentas de empleados publicos > gastos de representacion|rentas de trabajo exentas
decision 578|comunidad andina|can|convenio para evitar la doble imposicion|cdi|tratado > convenios|doble tributacion|comunidad andina
tasa de renta|puntos adicionales bancos|sobretasa financiera|tarifa corporativa|tarifa societaria > tarifa general para personas juridicas|puntos adicionales
creditos tributarios|credito fiscal|descuentos de renta|tope de descuentos > limite de los descuentos|descuentos tributarios|credito fiscal
becas por impuestos|patrocinio deportivo > becas por impuestos
pt|estudio de pt|informativa de pt|margen|rango intercuartil|comparables|comparabilidad > precios de transferencia|criterios de comparabilidad|metodos para determinar el precio
apa|acuerdo anticipado > acuerdos anticipados de precios
valor patrimonial|como se declaran los activos|por cuanto declaro|a que valor declaro|valor a 31 de diciembre > valor patrimonial
cuentas por pagar|pasivos laborales|pasivos soportados|deuda sin soporte > deudas|valor patrimonial de las deudas|prueba de pasivos
riqueza|patrimonio alto|grandes patrimonios > impuesto al patrimonio|impuesto a la riqueza
ganancia por venta de activo fijo|venta de activo fijo|activo fijo de mas de dos anos > ganancia ocasional|precio de enajenacion y el costo fiscal|activos fijos
liquidacion de la sociedad con utilidad|remanente de liquidacion > exceso de lo recibido sobre el capital aportado|liquidacion
aporte en especie a sociedad|aportar bienes|aporte de un inmueble > aportes a sociedades nacionales|aportes en especie
escindir|fusionar|fusionarse|reorganizacion empresarial|absorcion > fusiones y escisiones|fusiones y escisiones reorganizativas
rentas no laborales|otros ingresos de personas naturales|ingresos de negocio > rentas no laborales|ingresos de las rentas no laborales
registro web|permanencia|actualizar el registro esal|memoria economica|calificacion esal > registro web|calificacion al regimen tributario especial|actualizacion
asignacion permanente|reinversion de excedentes|destinar los excedentes > beneficio neto o excedente|exencion sobre el beneficio neto
propinas de empleo|salario integral|vacaciones pagadas|pago indirecto > pagos laborales|relacion laboral|prestaciones sociales
sustituto de retencion|responsabilidad del retenedor|no practico la retencion|olvido retener > responsables con el contribuyente|agentes que no efectuen la retencion
retencion por arrendamientos|retencion por inmobiliaria > retencion por arrendamientos cuando hay intermediacion|arrendamientos
retencion a loterias|retencion de premios|retencion por premio > retencion en la fuente por premios|loterias rifas
retencion a profesores extranjeros|giros a extranjeros|honorarios a no residentes|servicios tecnicos|asistencia tecnica|consultoria desde el exterior > pagos al exterior|servicios tecnicos y asistencia tecnica|retencion
llave en mano|contratos de obra con extranjeros > contratos llave en mano
venta de cosas con iva|que genera iva|grava con iva|actividades gravadas > hechos sobre los que recae el impuesto
faltante de inventario iva|donar mercancia|regalar mercancia|muestras gratis > retiros de bienes|hechos que se consideran venta
cuando nace el iva|fecha del iva|iva en anticipos > momento de causacion
utilidad del intermediario|base especial|base gravable especial > base gravable para intermediarios|base gravable especial
descuentos comerciales|descuento por pronto pago|descuento en factura|rebajas > descuentos efectivos
intereses de financiacion y iva|reembolso de gastos|ingresos para terceros > financiacion|base gravable|factores integrantes
iva de gastos comunes|prorratear el iva|iva mixto > operaciones gravadas excluidas|imputaran proporcionalmente
plazo para descontar iva|iva de meses anteriores|iva de periodos anteriores > oportunidad de los descuentos
iva mayor valor|iva como costo|iva no descontable > impuestos descontables no constituyen costo|impuesto sobre las ventas como costo o gasto
saldo a favor de iva|devolucion de iva a exportadores|saldo de iva|productores de exentos > devolucion bimestral|saldos a favor|impuestos descontables susceptibles de devolucion
volverse responsable de iva|pasar a responsable|dejar de ser responsable|pasar a no responsable > transito a la condicion de responsables|no responsables|cambio de regimen
cobro de iva en facturas|discriminar el iva > discriminacion del impuesto en la factura
venta de inmuebles caros|inmuebles de mas de 26.800 uvt > impuesto nacional al consumo de bienes inmuebles
timbre de escrituras|timbre de promesas|timbre de contratos > base gravable en el impuesto de timbre nacional|escrituras publicas
poder para la dian|presentacion personal de escritos|radicar un memorial|radicar un escrito|derecho de peticion > presentacion de escritos y recursos|apoderados
fecha de notificacion|termino desde la notificacion|notificacion en pagina web|notificacion por aviso > formas de notificacion|notificacion electronica|notificaciones devueltas
omitir una firma|falta de firma del revisor|quien firma|tope de firma de contador > firma del contador|se tienen por no presentadas
dar por no presentada|inconsistencia de la declaracion|corregir errores de forma|error formal > se tienen por no presentadas|correccion de algunos errores
corregir varias veces|segunda correccion|tres anos para corregir|corregir despues de emplazado > correcciones que aumentan el impuesto|correcciones provocadas
retencion anual|renglones|anexos de la declaracion > contenido de la declaracion
pagos a terceros con factura|factura de contado|factura a credito|rechazo de la factura|aceptacion de la factura > sistema de facturacion|factura electronica de venta|requisitos de la factura
beneficiario real|beneficiarios finales|rub > beneficiario final|registro unico de beneficiarios finales
formatos de exogena|reportes a la dian|reportantes|medios > informacion para estudios y cruces de informacion|no enviar informacion
tasa de mora|usura menos dos puntos|intereses de impuestos > tasa de interes moratorio|intereses moratorios
sanciones por corregir exogena|exogena extemporanea|subsanar la exogena > sancion por no enviar informacion
facturar doble|ventas sin registrar|doble contabilidad|cuentas dobles > hechos irregulares en la contabilidad|sancion por no facturar|omision de ingresos
romper los sellos|abrir el local sellado|incumplir el cierre > sancion por incumplir la clausura
sancion al representante legal|sancion al revisor fiscal|sancion a administradores > sancion a administradores y representantes legales|contadores publicos
gastos mayores a ingresos|gasto mas de lo que gano|gastos no justificados > sancion por gastos no explicados|renta por comparacion patrimonial
no certificar la retencion|certificado fuera de plazo > sancion por no expedir certificados
escritura por menor valor|notario y escritura > sancion a notarios que autoricen escrituras por un precio inferior
competencia de la dian|quien me puede investigar|funcionario competente > competencia para la actuacion fiscalizadora|facultades de fiscalizacion
tiempo para contestar|ampliacion del requerimiento|responder la ampliacion > respuesta al requerimiento especial|ampliacion al requerimiento especial
tiempo para notificar la liquidacion|plazo de la liquidacion > termino para notificar la liquidacion de revision
no declaro y me liquidan|liquidacion de oficio > liquidacion de aforo|emplazamiento previo por no declarar
rechazo del recurso|inadmitieron el recurso|no admitieron el recurso|recurso inadmitido > inadmision del recurso|auto inadmisorio|recurso contra el auto inadmisorio
saltarse el recurso|demandar directamente|per saltum > prescindir del recurso de reconsideracion|demandar
valor de los libros|libros como prueba|soportes contables|comprobantes externos > contabilidad como medio de prueba|prevalencia de los comprobantes|requisitos para que la contabilidad constituya prueba
cruces de informacion de terceros|indicios de ingresos|consignaciones sin justificar > presuncion de ingresos|indicios|renta presuntiva por consignaciones
peritos|dictamen|perito > designacion de peritos|valoracion del dictamen
conciliar con la dian|terminacion por mutuo acuerdo|transar > conciliacion|terminacion por mutuo acuerdo
deudas en insolvencia|reorganizacion ley 1116|concordato > concordatos|liquidacion de sociedades|procesos
titulo para cobrar|merito ejecutivo|documento de cobro > titulos ejecutivos
seguir adelante la ejecucion|no conteste el mandamiento|no propuse excepciones > orden de ejecucion|termino para pagar o presentar excepciones
secuestro de bienes|avaluo del bien embargado|oposicion al secuestro > embargo secuestro y remate de bienes|oposicion al secuestro
compensar de oficio|se cobraron del saldo a favor > compensacion de oficio|compensacion previa a la devolucion
investigar la devolucion|suspender la devolucion > investigacion previa a la devolucion|verificacion de las devoluciones
exenciones del 4x1000|quien no paga 4x1000|operaciones exentas del gmf > exenciones del gmf
actividades del simple|grupos del simple|tabla del simple|ica consolidado > tarifa impuesto unificado|grupo de actividades empresariales|impuesto de industria y comercio consolidado
anticipo del simple|recibo bimestral > declaracion y pago del impuesto unificado|anticipo bimestral
retenciones en el simple|autorretencion en el simple > retenciones y autorretenciones en la fuente en el impuesto unificado
`);
