import { unsafe } from '../errors.ts';
import { visitElements, type ScanOptions } from '../xml/scan.ts';

export interface Relationship {
  id: string;
  /** Last segment of the type's URI (`worksheet`, `styles`, …), the same in transitional and strict files. */
  type: string;
  /** Part name from the root, without a leading slash; the raw target of an external relationship. */
  target: string;
  external: boolean;
}

/** Name of the part that holds the relationships of `part` ('' for the package itself). */
export function relationshipsPart(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** Reads the relationships of `part`. */
export async function readRelationships(
  chunks: AsyncIterable<Buffer>,
  part: string,
  options: ScanOptions,
): Promise<Relationship[]> {
  const relationships: Relationship[] = [];
  await visitElements(
    chunks,
    ({ name, attributes }) => {
      if (name !== 'Relationship') return;
      const external = attributes.get('TargetMode') === 'External';
      const target = attributes.get('Target') ?? '';
      relationships.push({
        id: attributes.get('Id') ?? '',
        type: (attributes.get('Type') ?? '').split('/').at(-1) ?? '',
        target: external ? target : resolveTarget(part, target),
        external,
      });
    },
    options,
  );
  return relationships;
}

/** @throws WorkbookError `unsafe_workbook` when the target climbs out of the package */
function resolveTarget(part: string, target: string): string {
  const base = target.startsWith('/') ? [] : part.split('/').slice(0, -1);
  const resolved = [...base];
  for (const segment of target.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') resolved.push(segment);
    else if (resolved.pop() === undefined) {
      throw unsafe('path_escape', 'A relationship points outside of the package.', { target });
    }
  }
  return resolved.join('/');
}
