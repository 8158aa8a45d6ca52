import { domainTerms } from './domain-term.ts';

/** Withholding, companies, costs, special regimes, international rules. */
export const WITHHOLDING_AND_BUSINESS = domainTerms(`
retencion|retenciones|retefuente|rete fuente|rte fte|me retuvieron|retenido|retenidos|retuvieron|retener|retencion en la fuente > retencion en la fuente|retenciones|valores retenidos
agente retenedor|agentes retenedores|agente de retencion|agentes de retencion|quien retiene|retenedor > agentes de retencion|agente retenedor
persona natural agente retenedor|agente retenedor siendo persona natural|persona natural comerciante > personas naturales que son agentes de retencion
autorretencion|autorretenedor|autorretenedores|autorretenciones > autorretencion|autorretenedores
retencion por salarios|retencion de la nomina|retencion en la nomina|retencion para empleados|retencion a empleados|retencion de salarios|retencion de empleados|tabla de retencion|retencion en mi sueldo > retencion en la fuente sobre los pagos gravables|retencion en la fuente por concepto de salarios|tarifa de retencion|rentas de trabajo
procedimiento 1|procedimiento 2|procedimiento uno|procedimiento dos|porcentaje fijo de retencion > primera opcion frente a la retencion|segunda opcion frente a la retencion
base de retencion|depuracion de la base|disminuir la retencion|bajar la retencion > deducciones que se restaran de la base de retencion|depuracion de la base del calculo de la retencion|base de retencion
retencion por honorarios|retencion por servicios|retencion por comisiones|retencion a contratistas > honorarios comisiones servicios|pagos o abonos en cuenta|tarifa sobre otras rentas
retencion por venta|retencion cuando se vende|retencion en la venta|retencion en la venta de activos > retencion en la enajenacion de activos fijos de personas naturales|enajenacion de activos
retencion por pagos al exterior|pagos al exterior|pagos al extranjero|giros al exterior|proveedor del exterior > pagos al exterior|tarifas para rentas de capital y de trabajo|retencion por pagos al exterior
retencion sobre dividendos > retencion sobre dividendos y participaciones
declaracion de retencion|declarar retenciones|retencion mensual|formulario 350 > declaracion mensual de retenciones|obligacion de declarar|retenciones en la fuente
consignar la retencion|no consigne la retencion|pagar lo retenido|no pagar la retencion > consignar lo retenido|consignacion extemporanea
certificado de retencion|certificados de retencion|certificar > certificados por otros conceptos|expedir certificados
retencion indebida|me retuvieron de mas|retencion en exceso > retenciones practicadas indebidamente|valores retenidos se imputan
costo|costos|gasto|gastos|costos y gastos|que gastos|expensas|gastos deducibles > costos y gastos|expensas necesarias|costos|gastos|expensas
requisitos de los gastos|relacion de causalidad|necesidad|necesarios > expensas necesarias|relacion de causalidad
soporte de gastos|soporte de costos|gastos sin factura|costos sin factura > procedencia de costos deducciones|documento equivalente
intereses de prestamos|intereses de creditos|gastos financieros|gasto financiero > deduccion de intereses|intereses
subcapitalizacion|deuda con socios|prestamos de los socios|deuda con vinculados > subcapitalizacion|vinculados economicos
prestamo a socios|prestamos a socios|prestamo al socio|intereses presuntos|interes presuntivo > prestamos en dinero entre las sociedades y los socios|intereses presuntos
impuestos deducibles|predial e ica|ica|industria y comercio|deducir impuestos > deduccion de impuestos pagados|industria y comercio
depreciacion|depreciar|vida util|depreciable > depreciacion|deduccion por depreciacion|vida util
amortizacion|amortizar > amortizacion
inventario|inventarios|mercancia|mercancias > inventarios|mercancias
perdida|perdidas|perdidas fiscales|compensar perdidas|arrastrar perdidas|perdidas de anos anteriores > compensacion de perdidas fiscales|perdidas fiscales|perdidas
perdida en venta|perdida en la venta|perdida por venta de activos > perdida en la enajenacion de activos|perdidas en la enajenacion
robo|incendio|terremoto|perdida de activos > deduccion por perdidas de activos|fuerza mayor
leasing|arrendamiento financiero > leasing|contratos de arrendamiento|arrendamiento financiero
publicidad|contrabando|propaganda > publicidad|propaganda
investigacion y desarrollo|innovacion|ciencia y tecnologia|colciencias > investigacion desarrollo tecnologico|innovacion
medio ambiente|paneles solares|energia solar|inversiones ambientales > medio ambiente|control del medio ambiente|mejoramiento ambiental
sociedad|sociedades|empresa|empresas|persona juridica|personas juridicas|sas|compania > sociedades|personas juridicas|sociedades nacionales
tarifa de renta de sociedades|tarifa de las empresas|tarifa de personas juridicas|impuesto de las empresas|renta de las sociedades > tarifa general para personas juridicas
tasa minima|tasa minima de tributacion|ttd > tasa minima de tributacion|tasa de tributacion depurada
sobretasa|sobretasas|puntos adicionales > puntos adicionales|sobretasa
exoneracion de parafiscales|no pagar parafiscales > exoneracion de aportes
fundacion|fundaciones|esal|sin animo de lucro|entidad sin animo de lucro|ong|corporacion|asociacion|iglesia|iglesias > entidades sin animo de lucro|regimen tributario especial|sin animo de lucro
regimen tributario especial|regimen especial|rte > regimen tributario especial
permanencia en el regimen especial|perder el regimen especial|exclusion del regimen especial > calificacion al regimen tributario especial|exclusion del regimen tributario especial
cooperativa|cooperativas > cooperativas
no contribuyente|no contribuyentes > no contribuyentes|entidades no contribuyentes
regimen simple|simple|rst|regimen simple de tributacion|impuesto unificado|monotributo > regimen simple de tributacion|impuesto unificado|simple
quienes pueden estar en el simple|quien puede estar en el simple|requisitos del simple|acogerse al simple|inscribirse en el simple|inscripcion en el simple > sujetos pasivos del impuesto unificado|inscripcion al impuesto unificado
no pueden estar en el simple|excluidos del simple|salir del simple > sujetos que no pueden optar por el impuesto unificado|exclusion del impuesto unificado
tarifas del simple|tarifa del simple > tarifa del impuesto unificado|grupo de actividades empresariales
precios de transferencia|vinculados|vinculado economico|parte relacionada|partes relacionadas|documentacion comprobatoria > operaciones con vinculados|criterios de vinculacion|precios de transferencia|plena competencia
paraiso fiscal|paraisos fiscales|jurisdiccion no cooperante > jurisdicciones no cooperantes|baja o nula imposicion
establecimiento permanente|sucursal|sucursales|casa matriz > establecimiento permanente|sucursales|casa matriz
ece|empresas controladas del exterior|entidades controladas > entidades controladas del exterior
holding|chc|compania holding > companias holding
sede efectiva > sede efectiva de administracion
zona franca|zonas francas > zona franca|zonas francas
mega inversiones|megainversiones > mega inversiones
economia naranja|industria creativa|cine > economia creativa|cinematograficas|obras cinematograficas
agricultor|agricola|agro|campo|agropecuario > agropecuario|agropecuarias|campo colombiano
reforestacion|arboles|madera > reforestacion|plantaciones
hotel|hoteles|turismo > hoteles|ecoturismo|servicios hoteleros
constructora|construccion|vivienda vis|vis|vip|interes social > vivienda de interes social|construccion de vivienda
minas|mineria|petroleo|petroleras|hidrocarburos|carbon > hidrocarburos|minas|explotacion de hidrocarburos
fusion|escision|fusiones|aporte en especie|aportes en especie > fusiones y escisiones|aportes a sociedades
liquidacion de la sociedad|liquidar la empresa|cerrar la empresa|disolucion > liquidacion de sociedades|liquidacion
transporte|transportadores|transporte internacional > transporte
seguro|seguros|aseguradora > seguros|companias de seguros
descuento tributario|descuentos tributarios > descuento|descuentos tributarios|limite de los descuentos
contribuyente|contribuyentes|quien paga > contribuyentes|sujetos pasivos
grandes contribuyentes|gran contribuyente > grandes contribuyentes
`);
