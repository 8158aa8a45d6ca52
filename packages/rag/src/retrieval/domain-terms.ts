/**
 * How accountants and taxpayers say things, and how the corpus says them. Written without accents and in lower case, as
 * queries are compared. `said` are the ways to ask; `written` are the phrases searched for, best first.
 */
export interface DomainTerm {
  said: readonly string[];
  written: readonly string[];
}

export const DOMAIN_TERMS: readonly DomainTerm[] = [
  {
    said: ['4x1000', '4 x 1000', '4x mil', 'cuatro por mil', 'gmf', 'gravamen a los movimientos financieros'],
    written: ['gmf', 'cuatro por mil', 'movimientos financieros'],
  },
  {
    said: ['afc', 'cuentas afc', 'ahorro para el fomento de la construccion'],
    written: ['afc', 'fomento de la construccion'],
  },
  {
    said: [
      'fvp',
      'fpv',
      'pension voluntaria',
      'pensiones voluntarias',
      'fondo voluntario',
      'aportes voluntarios',
    ],
    written: ['fvp', 'pensiones voluntarias', 'aportes voluntarios'],
  },
  {
    said: ['rais', 'cotizacion voluntaria', 'cotizaciones voluntarias'],
    written: ['rais', 'cotizaciones voluntarias'],
  },
  { said: ['uvt', 'unidad de valor tributario'], written: ['uvt', 'unidad de valor tributario'] },
  {
    said: ['exogena', 'medios magneticos', 'informacion de terceros', 'reporte de terceros'],
    written: ['exogena', 'informacion de terceros', 'reporte de terceros'],
  },
  {
    said: [
      'dependientes',
      'dependiente',
      'personas a cargo',
      'hijos',
      'hijo',
      'padres',
      'papas',
      'mama',
      'papa',
      'esposa',
      'esposo',
      'conyuge',
    ],
    written: ['dependientes', 'hijos', 'conyuge', 'padres'],
  },
  {
    said: ['medicina prepagada', 'prepagada', 'poliza de salud', 'seguro de salud', 'plan complementario'],
    written: ['medicina prepagada', 'seguros de salud'],
  },
  { said: ['cesantias', 'cesantia', 'auxilio de cesantia'], written: ['cesantias', 'auxilio de cesantia'] },
  {
    said: [
      'intereses de vivienda',
      'credito hipotecario',
      'hipoteca',
      'leasing habitacional',
      'prestamo de vivienda',
      'credito de vivienda',
    ],
    written: [
      'intereses de vivienda',
      'prestamos para adquirir la vivienda',
      'hipoteca',
      'prestamos de vivienda',
    ],
  },
  { said: ['icetex', 'credito educativo', 'prestamo educativo'], written: ['icetex'] },
  {
    said: [
      'factura electronica',
      'facturas electronicas',
      'facturacion electronica',
      '1% de compras',
      'uno por ciento',
    ],
    written: ['factura electronica', 'facturas electronicas'],
  },
  {
    said: ['componente inflacionario', 'parte inflacionaria', 'inflacion de los rendimientos'],
    written: ['componente inflacionario', 'parte inflacionaria'],
  },
  {
    said: [
      'rendimientos',
      'rendimientos financieros',
      'intereses del cdt',
      'intereses de cdt',
      'intereses bancarios',
      'cdt',
    ],
    written: ['rendimientos financieros', 'rendimientos', 'cdt'],
  },
  {
    said: ['dividendos', 'dividendo', 'participaciones', 'utilidades de acciones'],
    written: ['dividendos', 'participaciones'],
  },
  {
    said: ['pension', 'pensiones', 'mesada', 'mesadas', 'pensionado', 'pensionada', 'jubilacion'],
    written: ['pension', 'mesada', 'jubilacion'],
  },
  {
    said: ['arriendo', 'arriendos', 'arrendamiento', 'arrendamientos', 'canon', 'alquiler'],
    written: ['arrendamientos', 'arriendos', 'canon'],
  },
  {
    said: [
      'casa',
      'apartamento',
      'inmueble',
      'inmuebles',
      'finca',
      'predio',
      'lote',
      'bien raiz',
      'bienes raices',
    ],
    written: ['inmuebles', 'inmueble', 'casa o apartamento', 'bienes raices'],
  },
  {
    said: ['avaluo', 'avaluo catastral', 'catastro', 'predial', 'autoavaluo'],
    written: ['avaluo', 'predial', 'autoavaluo'],
  },
  { said: ['carro', 'vehiculo', 'moto', 'vehiculos'], written: ['vehiculo', 'carro'] },
  {
    said: ['acciones', 'cuotas sociales', 'aportes en sociedades'],
    written: ['acciones', 'aportes en sociedades'],
  },
  {
    said: ['herencia', 'herencias', 'sucesion', 'heredero', 'legado'],
    written: ['herencia', 'herencias', 'heredero', 'legado'],
  },
  { said: ['donacion', 'donaciones', 'done'], written: ['donaciones', 'donacion'] },
  {
    said: ['loteria', 'rifa', 'chance', 'apuesta', 'baloto', 'premio'],
    written: ['loterias', 'rifas', 'apuestas', 'premio'],
  },
  { said: ['seguro de vida', 'seguros de vida', 'indemnizacion por muerte'], written: ['seguros de vida'] },
  {
    said: ['ganancia ocasional', 'ganancias ocasionales'],
    written: ['ganancia ocasional', 'ganancias ocasionales'],
  },
  {
    said: ['retencion', 'retenciones', 'retefuente', 'rete fuente', 'me retuvieron', 'retenido'],
    written: ['retenciones', 'retencion', 'retuvieron'],
  },
  {
    said: ['saldo a favor', 'saldos a favor', 'me deben plata'],
    written: ['saldo a favor', 'saldos a favor'],
  },
  {
    said: ['devolucion', 'devoluciones', 'reintegro', 'que me devuelvan'],
    written: ['devolucion', 'devolver'],
  },
  {
    said: [
      'extemporaneidad',
      'extemporanea',
      'presentar tarde',
      'declarar tarde',
      'por fuera de plazo',
      'fuera de plazo',
      'se me paso la fecha',
    ],
    written: ['extemporaneidad', 'declara tarde', 'presentar tarde'],
  },
  {
    said: ['no declarar', 'no declare', 'omiso', 'omision'],
    written: ['no declarar', 'sancion por no declarar'],
  },
  {
    said: [
      'plazo',
      'plazos',
      'vencimiento',
      'fecha limite',
      'cuando vence',
      'cuando debo declarar',
      'calendario',
    ],
    written: ['plazos', 'vencimiento'],
  },
  {
    said: [
      'obligado a declarar',
      'obligada a declarar',
      'debo declarar',
      'tengo que declarar',
      'quien declara',
      'quienes declaran',
      'obligados a declarar',
    ],
    written: ['obligados a declarar', 'obligado a declarar', 'obligada a declarar'],
  },
  {
    said: ['declaracion voluntaria', 'declarar voluntariamente', 'declarar sin estar obligado'],
    written: ['declaracion voluntaria', 'declarar voluntariamente', 'voluntariamente'],
  },
  { said: ['topes', 'tope', 'limites para declarar'], written: ['topes', 'tope'] },
  { said: ['tarjeta', 'tarjetas', 'tarjeta de credito', 'tc'], written: ['tarjeta de credito', 'tarjeta'] },
  {
    said: ['consignaciones', 'consignacion', 'movimientos bancarios', 'movimientos en cuentas'],
    written: ['consignaciones', 'consignaciones bancarias'],
  },
  {
    said: [
      'cuenta de ahorros',
      'cuenta bancaria',
      'cuentas bancarias',
      'saldo bancario',
      'cuenta corriente',
      'cuenta en el banco',
    ],
    written: ['cuentas corrientes y de ahorro', 'depositos bancarios', 'bancario'],
  },
  {
    said: ['cuenta conjunta', 'cotitular', 'cotitulares', 'cuenta compartida', 'segundo titular'],
    written: ['compartidos', 'compartida', 'cada titular'],
  },
  { said: ['deudas', 'deuda', 'pasivos', 'pasivo', 'prestamos'], written: ['deudas', 'deuda', 'pasivos'] },
  { said: ['patrimonio', 'activos', 'bienes'], written: ['patrimonio bruto', 'patrimonio'] },
  {
    said: [
      'comparacion patrimonial',
      'aumento de patrimonio',
      'incremento patrimonial',
      'crecio mi patrimonio',
    ],
    written: ['comparacion patrimonial', 'aumento de patrimonio'],
  },
  {
    said: [
      'bienes en el exterior',
      'activos en el exterior',
      'cuenta en el exterior',
      'fuera del pais',
      'extranjero',
    ],
    written: ['activos en el exterior', 'exterior', 'fuera del pais'],
  },
  { said: ['dolares', 'moneda extranjera', 'divisas', 'trm'], written: ['moneda extranjera', 'dolar'] },
  {
    said: ['honorarios', 'independiente', 'freelance', 'prestacion de servicios', 'contratista'],
    written: ['honorarios', 'independientes', 'independiente'],
  },
  { said: ['costos', 'gastos', 'costos y gastos'], written: ['costos y gastos', 'costos', 'gastos'] },
  {
    said: ['salario', 'sueldo', 'nomina', 'empleado', 'asalariado'],
    written: ['salario', 'asalariados', 'relacion laboral'],
  },
  {
    said: ['25%', '25 %', 'veinticinco por ciento', 'exencion laboral', 'renta exenta laboral'],
    written: ['exencion laboral', 'exencion del 25'],
  },
  { said: ['40%', '40 %', 'cuarenta por ciento', 'limite general'], written: ['limite del 40'] },
  { said: ['anticipo'], written: ['anticipo'] },
  { said: ['beneficio de auditoria', 'auditoria'], written: ['beneficio de auditoria'] },
  {
    said: ['firmeza', 'queda en firme', 'prescribe', 'cuanto tiempo puede revisar'],
    written: ['firmeza', 'en firme'],
  },
  {
    said: ['corregir', 'correccion', 'me equivoque', 'corregir la declaracion'],
    written: ['corregir', 'correccion'],
  },
  { said: ['multa', 'sancion', 'sanciones'], written: ['sancion', 'sanciones'] },
  {
    said: ['mora', 'intereses de mora', 'intereses moratorios', 'pagar tarde'],
    written: ['intereses de mora', 'pagar tarde'],
  },
  { said: ['tabla', 'tarifa', 'tarifas', 'cuanto impuesto', 'cuanto pago'], written: ['tabla', 'tarifa'] },
  { said: ['cedula general', 'cedulas', 'cedular'], written: ['cedula general', 'cedulas'] },
  { said: ['residente', 'residencia fiscal', 'residencia'], written: ['residente', 'residencia'] },
  {
    said: ['iva', 'responsable de iva', 'regimen simplificado', 'regimen comun'],
    written: ['iva', 'responsable del iva'],
  },
  { said: ['rut'], written: ['rut'] },
  { said: ['salud', 'eps', 'aportes a salud'], written: ['salud'] },
  {
    said: ['soportes', 'pruebas', 'certificados', 'documentos', 'papeles', 'cuanto tiempo guardo'],
    written: ['soportes', 'pruebas', 'certificados', 'conservar'],
  },
];
