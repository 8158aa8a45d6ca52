import { domainTerms } from './domain-term.ts';

/** Things, people and trades as they are called in the street, for every chapter of the statute. */
export const EVERYDAY_THINGS = domainTerms(`
junta de accion comunal|accion comunal|asociacion de padres|club|clubes|defensa civil|hospital|sindicato|sindicatos|partido politico|entidades del estado|municipio|alcaldia|gobernacion > entidades no contribuyentes|entidades no obligadas a presentar declaracion|no son contribuyentes
conjunto|conjunto residencial|edificio|administracion del edificio|copropiedad|propiedad horizontal|parqueadero|zonas comunes > propiedad horizontal|personas juridicas originadas en la constitucion de la propiedad horizontal|parqueadero
fondo de empleados|fondos de empleados|caja de compensacion|gremio|gremios > cajas de compensacion|fondos de empleados|asociaciones gremiales
subsidio|subsidios|ayuda del gobierno|auxilio del gobierno|apoyo del gobierno|ayudas > apoyos economicos no constitutivos|apoyos economicos|recursos publicos
premio cientifico|concurso cientifico|concurso literario|concurso artistico|competencia deportiva|certamen > premios en concursos nacionales e internacionales|distinciones|concursos
regalo a empleados|mercado a los empleados|bono|bonos|bono de alimentacion|almuerzo|almuerzos|casino de la empresa > pagos a terceros por concepto de alimentacion|alimentacion|pagos indirectos
joven|aprendiz|practicante|recien graduado > primer empleo|menores de veintiocho
viuda|viudas|huerfano|huerfanos|discapacitado|discapacidad|victimas > viudas y huerfanos|discapacidad
prima de junio|prima de diciembre|prima semestral|aguinaldo > prima minima legal de servicios|primas
leasing|leasing financiero|arrendamiento financiero|renting|leasing operativo > arrendamiento financiero|contratos de arrendamiento|leasing
programa de computador|licencia|licencias|aplicacion|app|pagina web > activos intangibles|programas de computador|software
gasto de arranque|gastos de montaje|preoperativos|preoperativo > amortizacion|gastos de establecimiento|preoperativos
vender por internet|instagram|tienda virtual|ventas en linea|comercio electronico|rappi|mercado libre > comercio electronico|comerciantes|responsables
bus|buses|taxi|taxis|taxista|camionero|flete|fletes|volqueta|empresa de transporte > transporte terrestre automotor|transporte de carga|transporte publico
avion|pasaje|pasajes|tiquete|tiquetes|vuelo|aerolinea|barco > transporte aereo|tiquetes|transporte aereo o maritimo
medico particular|terapia|psicologo|veterinario|examenes medicos > servicios medicos|salud humana|servicios excluidos
estrato|estratos|estrato 1|estrato 2|estrato 3|wifi|internet de la casa > acceso a internet|estrato|servicios excluidos
plan de celular|celular|llamadas|minutos|recarga > telefonia datos internet y navegacion movil|telefonia movil|impuesto nacional al consumo
hamburguesas|franquicia|franquicias|comidas rapidas|cafeteria|heladeria|pizzeria > restaurantes|franquicias|expendio de comidas y bebidas
trago|discoteca|discotecas|cantina|taberna|licor > bares tabernas y discotecas|bebidas alcoholicas
carro nuevo|camioneta|camionetas|cero kilometros|alta gama|moto nueva|cilindraje|yate|helicoptero > bienes gravados a la tarifa|vehiculos automoviles|impuesto nacional al consumo|valor fob
carro usado|segunda mano|de segunda|usado|usados > vehiculos usados|bienes depreciados|usados
marihuana|cannabis > cannabis
arma|armas|porte de armas|permiso de arma|salvoconducto > porte de armas|armas de fuego|actuaciones y documentos sin cuantia
pagare|letra|letra de cambio|cheque|cheques|titulo valor|titulos valores > titulos valores|cheques|documentos privados
pan|verduras|frutas|papa|mercado|plaza de mercado|abono|abonos|fertilizante|semillas|concentrado|vacunas > bienes que no causan el impuesto|bienes excluidos|materias primas
cuadernos|libro|revista|revistas|periodico|periodicos > libros y revistas|exentos
toallas higienicas|tampones|anticonceptivos|pañales > bienes exentos|compresas
cemento|ladrillos|materiales de construccion|vivienda de interes social|obra|obras > vivienda de interes social|materiales de construccion|construccion
carretera|via|puente|zomac|municipios pobres > obras por impuestos|zomac
bosque|bosques|arbol|arboles|selva|reserva natural|parque natural|agua limpia > reforestacion|medio ambiente|bosques naturales|parques
panel solar|molino de viento|carro electrico|vehiculo electrico > energia|fuentes no convencionales|vehiculos electricos
gasolinera|estacion de gasolina|bomba de gasolina|distribuidor de combustible > distribuidores de combustibles|derivados del petroleo
agencia de viajes|hotel nuevo|hospedaje|turista|turistas|airbnb > servicios hoteleros|turismo
pelicula|peliculas|cine|concierto|artista|artistas|musico|cantante|actor > cinematograficas|artistas|espectaculos|economia creativa
equipo de futbol|futbolista|jugador|club deportivo > clubes deportivos|deportistas
juegos|casino|bingo|apuestas en linea|tragamonedas|loteria > juegos de suerte y azar|loterias
sobrante|excedente|excedentes|lo que le sobra|utilidad de la fundacion > beneficio neto o excedente|excedentes
donacion en especie|regalar cosas usadas|plata o cosas > modalidades de las donaciones|donaciones
bebe|nino|niño|menor|hijos menores > menores|padres por sus hijos menores|representantes
enfermo|incapaz|interdicto|secuestrado > tutores|curadores|representantes|incapaces
libros al dia|libro fiscal|cuaderno de ventas > libro fiscal de registro|libros de contabilidad
tidis|titulos|tidis|bonos|titulos de devolucion > titulos de devolucion de impuestos|cheque titulo o giro|mecanismos para efectuar la devolucion
estudio de precios|informe local|informe maestro|informe pais por pais > documentacion comprobatoria|informe maestro|precios de transferencia
compania extranjera|multinacional|filial|filiales|matriz > sociedades extranjeras|vinculados|casa matriz|subordinadas
empresa de afuera|sociedad de afuera|vender una empresa extranjera > enajenaciones indirectas|entidades del exterior|sociedades extranjeras
inversion extranjera|inversionista extranjero|fondos de afuera > inversiones de capital del exterior|inversionistas extranjeros
plata afuera|cuenta afuera|ahorros afuera|bienes afuera > activos en el exterior|exterior
pension de otro pais|pension del exterior|pension extranjera|jubilado en otro pais > pensiones obtenidas en el exterior|pensiones
cripto|criptos|bitcoins|acciones de afuera > activos|moneda extranjera
usufructo|nuda propiedad|derecho de uso > usufructo|nuda propiedad
lista negra de proveedores|proveedor inventado|facturas de papel|facturas compradas > proveedores ficticios|proveedor ficticio o insolvente
mitad de año|a mitad de ano|en junio|fraccion de ano|parte del ano > fraccion de ano|periodo fiscal|liquidacion en el ano
reemplazan|reemplaza|quedan incluidos|cuales impuestos incluye|incluye > comprenden e integran|impuestos que comprenden
`);
