import { domainTerms } from './domain-term.ts';

/** VAT, invoices, consumption taxes, stamp tax, the tax on financial movements. */
export const SALES_AND_CONSUMPTION = domainTerms(`
iva|impuesto al valor agregado|impuesto a las ventas|impuesto sobre las ventas > impuesto sobre las ventas|impuesto a las ventas|iva
sin iva|no llevan iva|no lleva iva|no tienen iva|no tiene iva|no pagan iva|no paga iva|no causa iva|no causan iva|excluido de iva|excluidos de iva|excluidos del iva|bienes excluidos|productos sin iva|excluido|excluidos > bienes que no causan el impuesto|excluidos del impuesto|servicios excluidos|no causan el impuesto
servicios sin iva|servicios excluidos|servicios que no tienen iva|servicios que no pagan iva|servicio excluido > servicios excluidos del impuesto sobre las ventas|servicios excluidos
exento de iva|exentos de iva|bienes exentos|exentos del iva|tarifa cero|tarifa 0|devolucion bimestral > bienes exentos|bienes que se encuentran exentos|exentos con derecho a devolucion
tarifa de iva|tarifa del iva|19%|19 %|tarifa general de iva|cuanto es el iva > tarifa general del impuesto sobre las ventas|tarifa general
iva del 5|iva del 5%|5%|5 %|cinco por ciento|tarifa del 5 > cinco por ciento|tarifa del cinco por ciento
hecho generador del iva|que causa iva|cuando se cobra iva|sobre que se paga iva|operaciones gravadas con iva > hechos sobre los que recae el impuesto|hechos que se consideran venta
causacion del iva|cuando se causa|momento de causacion > momento de causacion|causacion
responsable de iva|responsables de iva|responsable del iva|no responsable de iva|no responsables de iva|no responsable|regimen simplificado|regimen comun|regimen simplificado de iva > responsables del impuesto sobre las ventas|no responsables|regimen simplificado|regimen comun|comerciantes y quienes realicen actos similares
base gravable del iva|base del iva|sobre que valor se calcula > base gravable|en la venta y prestacion de servicios
aiu|administracion imprevistos y utilidad|vigilancia|aseo|cafeteria > aiu|base gravable especial|aseo y cafeteria|vigilancia
iva descontable|descontar el iva|iva pagado|iva de las compras|iva en compras|impuesto descontable|impuestos descontables|iva pagado en compras > impuestos descontables|descontables
prorrateo|proporcionalidad del iva > operaciones gravadas excluidas|imputaran proporcionalmente|descontables en las operaciones gravadas
declaracion de iva|presentar iva|declarar iva|bimestral|cuatrimestral|periodicidad del iva|cada cuanto se presenta la declaracion de iva|cada cuanto se declara el iva|cada cuanto declaro iva > declaracion del impuesto sobre las ventas|periodo gravable del impuesto sobre las ventas|bimestral|cuatrimestral
reteiva|retencion de iva|retencion del iva|rete iva > retencion en la fuente en el impuesto sobre las ventas|agentes de retencion en el impuesto sobre las ventas
plataformas|plataformas digitales|servicios digitales|netflix|spotify|servicios desde el exterior|presencia economica significativa|pes > servicios desde el exterior|prestadores de servicios desde el exterior|presencia economica significativa|servicios electronicos o digitales
exportacion|exportaciones|exportar|exportador|exporto|exportar servicios > exportacion|exporten|bienes que se exporten|exportacion de servicios
importacion|importaciones|importar|importo|aduana > importaciones|importacion|base gravable en las importaciones
iva activos fijos|iva en maquinaria|iva de maquinaria|iva de bienes de capital|descuento del iva en activos fijos > activos fijos reales productivos|bienes de capital|impuesto sobre las ventas en la importacion formacion construccion
vehiculos usados|carros usados > vehiculos usados
dia sin iva|devolucion del iva|compensacion de iva|devolucion de iva con tarjeta > devolucion del iva|adquisiciones con tarjetas
canasta|canasta familiar|alimentos|comida|carne|huevos|leche|pan|arroz > bienes que no causan el impuesto|bienes exentos|carne|leche|huevos
medicamentos|medicinas|drogas > medicamentos
factura|facturas|facturar|facturacion|factura de venta|expedir factura > factura de venta|expedir factura|obligacion de expedir factura|factura
requisitos de la factura|requisitos de una factura|que debe tener una factura|que debe llevar la factura > requisitos de la factura de venta
factura electronica|facturas electronicas|facturacion electronica|documento equivalente|documento soporte|nomina electronica|sistema de facturacion|pos > factura electronica|sistemas de facturacion|factura de venta o documento equivalente|documento equivalente|factura electronica de venta
1% de compras|1 %|uno por ciento|1% factura electronica|deduccion por factura electronica|compras con factura electronica > uno por ciento|factura electronica de venta|renta liquida gravable de la cedula general|factura electronica
no obligado a facturar|no obligados a facturar|quien no debe facturar > no obligados a facturar|no se requiere la expedicion de factura
impoconsumo|impuesto al consumo|inc|impuesto nacional al consumo > impuesto nacional al consumo
restaurante|restaurantes|bares|bar|comidas y bebidas > restaurantes|servicio de restaurante|bares
celulares|telefonia|telefonia movil|internet|datos moviles > telefonia movil|telefonos|internet
bolsas plasticas|bolsas > bolsas plasticas
bebidas azucaradas|gaseosas|ultraprocesados|comida chatarra|impuesto saludable|impuestos saludables > bebidas ultraprocesadas azucaradas|ultraprocesados|bebidas azucaradas|gaseosas
plasticos de un solo uso|impuesto al plastico > plasticos de un solo uso|productos plasticos
carbono|impuesto al carbono|gasolina|acpm|combustibles > impuesto nacional al carbono|gasolina|derivados del petroleo
cerveza|cervezas|licores|cigarrillos|tabaco > cervezas|licores|tabaco
timbre|impuesto de timbre|contratos con timbre|documento privado > impuesto de timbre nacional|impuesto de timbre|documentos privados
visa|pasaporte|pasaportes|consulado > visas|pasaportes|actuaciones
4x1000|4 x 1000|4x mil|4 x mil|4 por mil|cuatro por mil|gmf|gravamen a los movimientos financieros|impuesto a los retiros > gravamen a los movimientos financieros|gmf|movimientos financieros
cuenta exenta|cuentas exentas|exenta del 4x1000|marcar la cuenta|cuenta exenta de gmf|exentas del 4x1000 > exenciones del gmf|cuentas de ahorro exentas|exentos del gravamen
`);
