import { corrupt, unsafe, WorkbookError } from '../errors.ts';
import { limitExceeded, type WorkbookLimits } from '../limits.ts';
import { notAWorkbook } from '../source/file-kind.ts';
import type { Watch } from '../watch.ts';
import { visitElements } from '../xml/scan.ts';
import type { ZipArchive } from '../zip/archive.ts';
import { partOf, readRelationships, relationshipsPart, type Relationship } from './relationships.ts';
import { WarningLog } from './warnings.ts';

export interface Sheet {
  name: string;
  /** Position in the workbook, from 0. */
  index: number;
  /** Whether people do not see it; `state` says how thoroughly. */
  hidden: boolean;
  /** `veryHidden` sheets are not even in Excel's list of hidden ones. */
  state: SheetState;
}

export type SheetState = 'visible' | 'hidden' | 'veryHidden';

export interface SheetPart extends Sheet {
  /** Undefined when the workbook names a part for it that its relationships do not know. */
  part: string | undefined;
}

/** What the workbook part says. */
export interface WorkbookPart {
  parts: SheetPart[];
  relationships: Relationship[];
  date1904: boolean;
  log: WarningLog;
}

interface PartOptions {
  limits: WorkbookLimits;
  watch: Watch;
  macros: 'refuse' | 'ignore';
}

/** Finds the workbook part of the package and reads its list of sheets. */
export async function readWorkbookPart(archive: ZipArchive, options: PartOptions): Promise<WorkbookPart> {
  const log = new WarningLog();
  const part = await findWorkbookPart(archive, options);
  if (archive.names().some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name))) {
    if (options.macros === 'refuse') throw unsafe('macros', 'The workbook carries macros.');
    log.add({ code: 'macros_ignored', details: {} });
  }
  const relationshipsName = relationshipsPart(part);
  const scanOptions = { part: relationshipsName, ...options };
  const bytes = archive.part(relationshipsName, options.watch).chunks();
  const relationships = await readRelationships(bytes, part, scanOptions);
  if (relationships.some(({ type }) => type === 'externalLink'))
    log.add({ code: 'external_links', details: {} });
  return { ...(await readSheets(archive, part, relationships, options, log)), relationships, log };
}

async function findWorkbookPart(archive: ZipArchive, { limits, watch }: PartOptions): Promise<string> {
  const root = relationshipsPart('');
  if (!archive.has(root)) {
    if (archive.has('xl/workbook.xml')) return 'xl/workbook.xml';
    throw notAWorkbook(otherPackageKind(archive, ''));
  }
  const bytes = archive.part(root, watch).chunks();
  const relationships = await readRelationships(bytes, '', { part: root, limits, watch });
  const document = relationships.find(({ type, kind }) => type === 'officeDocument' && kind !== 'external');
  const part = document && partOf(document);
  const kind = otherPackageKind(archive, part ?? '');
  if (part === undefined || kind !== 'zip') throw notAWorkbook(kind);
  if (!archive.has(part)) {
    throw new WorkbookError('missing_part', `The workbook has no part ${part}.`, { part });
  }
  return part;
}

/** Names the other formats that are zip archives too; 'zip' when it is none of them. */
function otherPackageKind(archive: ZipArchive, target: string): string {
  if (archive.has('content.xml') && archive.has('mimetype')) return 'ods';
  if (/^word\//i.test(target)) return 'docx';
  if (/^ppt\//i.test(target)) return 'pptx';
  return /\.bin$/i.test(target) ? 'xlsb' : 'zip';
}

async function readSheets(
  archive: ZipArchive,
  part: string,
  relationships: readonly Relationship[],
  { limits, watch }: PartOptions,
  log: WarningLog,
): Promise<Pick<WorkbookPart, 'parts' | 'date1904'>> {
  const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
  const parts: SheetPart[] = [];
  let listed = 0;
  let date1904 = false;
  await visitElements(
    archive.part(part, watch).chunks(),
    ({ name, depth, attributes }) => {
      if (depth === 1 && name !== 'workbook')
        throw corrupt('not_a_workbook_part', 'The workbook part is no workbook.', { part });
      // Extensions have an element of this name too, deeper down.
      if (name === 'workbookPr' && depth === 2) date1904 = isTrue(attributes.get('date1904'));
      if (name !== 'sheet' || depth !== 3) return;
      listed += 1;
      if (listed > limits.sheets) throw limitExceeded('sheets', limits.sheets);
      const id = relationshipId(attributes);
      const sheetName = attributes.get('name') ?? '';
      // Modules of Excel 95 and the leavings of some writers are listed without a part: there is nothing to read.
      if (id === '') {
        log.add({ code: 'sheet_without_part', details: { sheet: sheetName } });
        return;
      }
      const relationship = byId.get(id);
      // Chart, dialog and macro sheets hold no cells of ours.
      if (relationship && relationship.type !== 'worksheet') return;
      const state = stateOf(attributes.get('state'));
      parts.push({
        name: sheetName,
        index: parts.length,
        hidden: state !== 'visible',
        state,
        part: relationship && partOf(relationship),
      });
    },
    { part, limits, watch },
  );
  if (listed === 0) throw corrupt('no_sheets', 'The workbook has no worksheets.', { part });
  return { parts, date1904 };
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

function stateOf(value: string | undefined): SheetState {
  return value === 'hidden' || value === 'veryHidden' ? value : 'visible';
}

/** The `r:id` of a sheet, whatever the prefix; `sheetId` is something else. */
function relationshipId(attributes: ReadonlyMap<string, string>): string {
  for (const [name, value] of attributes) if (name.endsWith(':id')) return value;
  return '';
}
