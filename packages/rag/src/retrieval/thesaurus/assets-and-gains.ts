import { domainTerms } from './domain-term.ts';

/** Capital income, dividends, patrimony, occasional gains. */
export const ASSETS_AND_GAINS = domainTerms(`
rendimientos|rendimientos financieros|intereses del cdt|intereses de cdt|intereses bancarios|intereses de mi cuenta|cdt|cdts|fondo de inversion|fondos de inversion|fic > rendimientos financieros|rentas de capital|intereses|fondos de inversion
componente inflacionario|parte inflacionaria|inflacion de los rendimientos > componente inflacionario
arriendo|arriendos|arrendamiento|arrendamientos|canon|alquiler|alquileres|arrendar|airbnb|alquilo > arrendamientos|arrendamiento|canon
dividendos|dividendo|participaciones|utilidades de acciones|reparto de utilidades|utilidades de la sociedad > dividendos|participaciones
acciones|accion|bolsa|acciones en bolsa|cuotas sociales|aportes en sociedades|inversion en acciones > acciones|aportes|derechos en sociedades
vender acciones|venta de acciones|vendi acciones > enajenacion de acciones|utilidad en la enajenacion de acciones
regalias|propiedad intelectual|patentes|marcas|marca > regalias|intangibles|propiedad industrial
casa|apartamento|apto|inmueble|inmuebles|finca|predio|lote|bien raiz|bienes raices|propiedad raiz|vivienda > inmuebles|bienes raices|casa o apartamento|vivienda
vendi mi casa|vendi mi apartamento|vender mi casa|vender mi apartamento|vender la casa|vendi la casa|vendi el apartamento|venta de casa|venta de apartamento|venta de vivienda|venta de mi vivienda|vendi mi vivienda|vendio su vivienda|vendio su casa|vender el apartamento > utilidad en la venta de la casa o apartamento|casa o apartamento de habitacion|casa o apartamento
venta de inmueble|venta de inmuebles|vender un inmueble|vendi un inmueble|vendi un lote|vendi una finca|vendi un apartamento|vender un apartamento|precio de venta|escritura|valor de escritura > enajenacion de inmuebles|valor de enajenacion de los bienes raices|enajenacion de activos|bienes raices
vender|vendi|venta|ventas de activos|vendio > enajenacion|venta
activo fijo|activos fijos|poseido dos anos|menos de dos anos|mas de dos anos|dos o mas anos > activos fijos|poseidos por dos anos|dos anos o mas
avaluo|avaluo catastral|catastro|predial|autoavaluo|valor catastral > avaluo|avaluo catastral|autoavaluo
costo fiscal|costo de compra|a que costo|valor de compra|precio de compra|ajuste fiscal|reajuste fiscal > costo fiscal|costo de adquisicion|precio de adquisicion|ajuste al costo|reajuste fiscal
patrimonio|patrimonio bruto|activos|bienes|lo que tengo|mis bienes > patrimonio bruto|valor patrimonial|bienes
patrimonio liquido > patrimonio liquido|patrimonio bruto
carro|carros|vehiculo|vehiculos|moto|motos|automovil|camioneta > vehiculos|automotores|bienes muebles
ganado|semovientes|vacas|ganaderia|ganadero|reses > semovientes|ganado|activos biologicos
cuenta de ahorros|cuenta bancaria|cuentas bancarias|saldo bancario|saldo en el banco|cuenta corriente|cuenta en el banco|saldo de la cuenta > cuentas corrientes y de ahorro|depositos bancarios|entidades financieras
efectivo|plata en efectivo|pago en efectivo|pagos en efectivo|en efectivo|cash|bancarizacion|bancarizar > medios de pago|pagos en efectivo|efectivo
cuentas por cobrar|me deben plata|prestamos que hice|cartera > creditos|cuentas por cobrar|cartera
cartera vencida|provision de cartera|clientes que no pagan|clientes no pagan|deudas incobrables|incobrable|incobrables|cartera de dudoso recaudo|castigo de cartera|deterioro de cartera > deudas de dudoso o dificil cobro|deudas manifiestamente perdidas|dudoso o dificil cobro|provision
deudas|deuda|pasivos|pasivo|le debo|debo plata|prestamos|obligaciones financieras > deudas|pasivos|pasivo
pasivo inexistente|pasivos inexistentes|activos omitidos|bienes ocultos|bienes escondidos|nunca declare|no declare un bien|activos no declarados|omiti activos|normalizacion|normalizacion tributaria > activos omitidos|pasivos inexistentes|omision de activos
prueba de deudas|soportar deudas|soporte de la deuda|deuda con un amigo|deuda con un particular|sin papeles > prueba de pasivos|fecha cierta|pasivos
comparacion patrimonial|aumento de patrimonio|aumento patrimonial|incremento patrimonial|crecio mi patrimonio|patrimonio crecio|patrimonio aumento|patrimonio subio|patrimonio creciera|diferencia patrimonial|incremento no justificado > comparacion patrimonial|renta por comparacion patrimonial|aumento patrimonial|diferencia patrimonial
moneda extranjera|dolares|dolar|euros|divisas|trm|tasa de cambio|diferencia en cambio|criptomonedas|bitcoin|criptoactivos > moneda extranjera|diferencia en cambio|tasa representativa del mercado|divisas
exterior|extranjero|otro pais|otros paises|fuera del pais|estados unidos|espana|en el exterior|bienes en el exterior|activos en el exterior|cuenta en el exterior|cuenta en estados unidos|ingresos del exterior > exterior|activos en el exterior|bienes poseidos en el exterior
declaracion de activos en el exterior|activos en el exterior|formulario 160 > declaracion anual de activos en el exterior|activos en el exterior
impuesto pagado en el exterior|impuestos pagados en el exterior|impuesto en otro pais|impuesto que pague en otro pais|impuesto en el extranjero|doble tributacion|doble imposicion|credito fiscal exterior > descuento por impuestos pagados en el exterior|impuestos pagados en el exterior
fuente nacional|fuente extranjera|renta mundial > ingresos de fuente nacional|fuente extranjera
ganancia ocasional|ganancias ocasionales > ganancia ocasional|ganancias ocasionales
herencia|herencias|sucesion|heredero|herederos|heredar|herede|legado|legados|murio|fallecio|fallecimiento|muerte|difunto|testamento|porcion conyugal > herencias legados y donaciones|herencias|asignaciones por causa de muerte|causa de muerte|legados|porcion conyugal
sucesion iliquida|sucesiones iliquidas|persona fallecida|declaracion de un fallecido|declaracion del difunto > sucesiones iliquidas|sucesion iliquida|herederos
donacion|donaciones|donar|done|donado|me donaron|regalo|regalaron|me regalaron > donaciones|donacion
donacion a fundacion|donaciones a fundaciones|donacion a una fundacion|donar a una fundacion|donaciones a una fundacion|descuento por donaciones|certificado de donacion > descuento por donaciones|donaciones a entidades sin animo de lucro|requisitos para reconocer
gananciales|divorcio|separacion de bienes|sociedad conyugal|liquidacion de la sociedad conyugal|me separe|me divorcie > gananciales|sociedad conyugal|conyuges
loteria|loterias|rifa|rifas|chance|apuesta|apuestas|baloto|premio|premios|juego|casino|concurso|sorteo > loterias rifas apuestas|loterias|rifas|premios|apuestas
seguro de vida|seguros de vida|indemnizacion por muerte|indemnizacion de seguro de vida > seguros de vida|indemnizaciones por seguros de vida
indemnizacion|indemnizaciones|me indemnizaron|seguro de dano|dano emergente|lucro cesante > indemnizaciones|seguro de dano|dano emergente|lucro cesante
posesion|dueno|propietario|a nombre de otro|a nombre de un tercero|testaferro > posesion|a nombre de terceros|aprovechamiento economico
cuenta conjunta|cotitular|cotitulares|cuenta compartida|segundo titular > compartidos|cada titular|aprovechamiento economico|posesion
impuesto al patrimonio|impuesto a la riqueza|impuesto de riqueza|impuesto a los ricos > impuesto al patrimonio|impuesto a la riqueza
fiducia|patrimonio autonomo|fideicomiso|fiduciaria > fiducia mercantil|derechos fiduciarios|patrimonios autonomos
intangibles|goodwill|plusvalia|software > activos intangibles|intangibles|plusvalia|bienes incorporales
renta presuntiva > renta presuntiva
`);
