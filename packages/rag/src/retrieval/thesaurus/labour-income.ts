import { domainTerms } from './domain-term.ts';

/** Work, pensions, and what is subtracted from them. */
export const LABOUR_INCOME = domainTerms(`
salario|sueldo|nomina|empleado|empleados|asalariado|asalariados|trabajador|trabajadores|lo que gano en mi trabajo > salarios|relacion laboral|pagos laborales|asalariados|trabajador
honorarios|independiente|independientes|freelance|contratista|contratistas|prestacion de servicios|profesional independiente|ops > honorarios|compensacion de servicios personales|trabajadores independientes|profesionales independientes
25%|25 %|veinticinco por ciento|exencion laboral|renta exenta laboral|renta exenta de trabajo > rentas de trabajo exentas|veinticinco por ciento|exencion laboral
40%|40 %|cuarenta por ciento|limite general|limite de deducciones|tope de deducciones|1340 uvt > cuarenta por ciento|renta liquida gravable de la cedula general|limite del 40
cesantias|cesantia|auxilio de cesantia|intereses sobre cesantias|fondo de cesantias > auxilio de cesantia|cesantias|fondos de cesantias
prima de servicios|prestaciones sociales|vacaciones|bonificacion|bonificaciones > prestaciones sociales|primas|pagos laborales
indemnizacion por despido|me indemnizaron|me despidieron|despido|retiro voluntario|plan de retiro > indemnizaciones derivadas de una relacion laboral|retiro definitivo
pension|pensiones|mesada|mesadas|pensionado|pensionada|pensionados|jubilacion|jubilado|jubilada|me pensione > pensiones de jubilacion|rentas de pensiones|mesada
pension voluntaria|pensiones voluntarias|fondo voluntario|aportes voluntarios|fvp|fpv|fondo de pension voluntaria|aporte voluntario > aportes voluntarios|fondos de pensiones voluntarias|seguros privados de pensiones|pensiones de jubilacion e invalidez|pensiones voluntarias
rais|cotizacion voluntaria|cotizaciones voluntarias > cotizaciones voluntarias|ahorro individual con solidaridad|aportes obligatorios al sistema general de pension
afc|cuenta afc|cuentas afc|ahorro programado para vivienda|ahorro para el fomento de la construccion|avc > ahorro para el fomento de la construccion|fomento de la construccion|afc
pension obligatoria|aportes a pension|aporte a pension|aportes obligatorios a pension|cotizacion a pension|fondo de solidaridad pensional|colpensiones > aportes obligatorios al sistema general de pension|sistema general de pensiones
salud|eps|aportes a salud|aporte a salud|salud obligatoria > aportes obligatorios al sistema general de salud|salud
seguridad social|planilla|pila|parafiscales|aportes parafiscales|sena e icbf|icbf|caja de compensacion > aportes parafiscales|seguridad social|aportes
dependientes|dependiente|personas a cargo|hijo|hijos|hija|padres|papas|mama|papa|esposa|esposo|conyuge|mi familia > dependientes|deduccion por dependientes|hijos del contribuyente|conyuge
medicina prepagada|prepagada|poliza de salud|seguro de salud|plan complementario|plan complementario de salud > pagos por salud|medicina prepagada|seguros de salud|deducciones que se restaran de la base de retencion
intereses de vivienda|intereses del credito hipotecario|intereses de la casa|credito hipotecario|hipoteca|leasing habitacional|prestamo de vivienda|credito de vivienda|upac|uvr > intereses sobre prestamos|prestamos para adquisicion de vivienda|adquisicion de vivienda|costo financiero|intereses de vivienda
icetex|credito educativo|prestamo educativo|credito de estudio > prestamos educativos|icetex
educacion|universidad|becas|beca|estudios de los empleados|programas educativos > educacion|becas|programas educativos
primer empleo|jovenes|contratar jovenes|menores de 28 > primer empleo|menores de veintiocho|generacion de empleo
viaticos|gastos de viaje|gastos de representacion|pagos por alimentacion|vales de alimentacion|bonos sodexo|auxilio de alimentacion > gastos de representacion|pagos indirectos|alimentacion|pagos a terceros por concepto de alimentacion
rentas de trabajo|cedula general|cedula de trabajo|cedulas|cedular|cedulacion > cedula general|rentas de trabajo|determinacion cedular
militares|fuerzas militares|policia|policias|soldado|ejercito > fuerzas militares|policia nacional
magistrado|magistrados|juez|jueces|fiscal > magistrados|jueces
derechos de autor|regalias de libros|escritor|libro|libros > derechos de autor|libros|empresas editoriales
madres comunitarias > madres comunitarias
deduccion|deducciones|deducir|restar|puedo descontar|descontar > deducciones|deducible|deducibles
renta exenta|rentas exentas|exento|exenta|exentos|exencion > rentas exentas|exentas|exencion
ingresos no constitutivos de renta|no constitutivo|no constitutivos|incrngo|no gravado|no gravados|ingreso no gravado > ingresos no constitutivos de renta|no constituyen renta
tarifa|tarifas|tabla|tabla del impuesto|tabla de renta|cuanto impuesto|cuanto pago|porcentaje de impuesto|que porcentaje > tarifa|tarifas|porcentaje
residente|residentes|residencia fiscal|residencia|183 dias|dias en colombia|vivo fuera del pais|vivo en el exterior|vivo en el extranjero > residencia para efectos tributarios|residentes|permanencia en el pais
no residente|no residentes|extranjero sin residencia|sin residencia > sin residencia|no residentes
`);
