import { foldedEquals, foldLabel } from './text.ts';

/** Codes by the labels under which they are written; the numbers are DIAN's own (13 = cédula de ciudadanía). */
const labels: Readonly<Record<string, readonly string[]>> = {
  CC: ['cc', 'ceduladeciudadania', 'cedula', '13'],
  CE: ['ce', 'ceduladeextranjeria', '22'],
  NIT: ['nit', 'numerodeidentificaciontributaria', '31'],
  TI: ['ti', 'tarjetadeidentidad', '12'],
  RC: ['rc', 'registrocivil', 'registrocivildenacimiento', '11'],
  TE: ['te', 'tarjetadeextranjeria', '21'],
  PAS: ['pas', 'pa', 'ps', 'pasaporte', '41'],
  DE: ['de', 'documentoextranjero', 'documentodeidentificacionextranjero', 'tipodedocumentoextranjero', '42'],
  SI: ['sinidentificaciondelexterior', '43'],
  DEJ: ['documentodeidentificacionextranjeropersonajuridica', '44'],
  CD: ['cd', 'carnediplomatico', 'carnetdiplomatico', '46'],
  PEP: ['pep', 'permisoespecialdepermanencia', '47'],
  PPT: ['ppt', 'permisoporprotecciontemporal', '48'],
  NITE: ['nitdeotropais', '50'],
  NUIP: ['nuip', '91'],
};

/** The code of a document type as a report prints it ('C. C.' → 'CC'); undefined when it is not known. */
export function documentTypeOf(label: string): string | undefined {
  const [lead] = label.split(/[-–(]/);
  for (const written of [foldLabel(label), foldLabel(lead ?? '')]) {
    if (written === '') continue;
    for (const [code, spellings] of Object.entries(labels)) {
      if (spellings.some((spelling) => foldedEquals(written, spelling))) return code;
    }
  }
  return undefined;
}
