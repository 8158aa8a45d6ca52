import { unsafe } from '../errors.ts';
import { visitElements, type ScanOptions } from '../xml/scan.ts';

export interface Relationship {
  id: string;
  /** Last segment of the type's URI (`worksheet`, `styles`, …), the same in transitional and strict files. */
  type: string;
  /** Part name from the root, without a leading slash; the raw target when `kind` is not `part`. */
  target: string;
  /** `external` targets and those that climb out of the package (`escaping`) are never followed. */
  kind: 'part' | 'external' | 'escaping';
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
      const target = attributes.get('Target') ?? '';
      const resolved =
        attributes.get('TargetMode') === 'External'
          ? 'external'
          : (resolveTarget(part, target) ?? 'escaping');
      relationships.push({
        id: attributes.get('Id') ?? '',
        type: (attributes.get('Type') ?? '').split('/').at(-1) ?? '',
        ...(typeof resolved === 'string'
          ? { target, kind: resolved }
          : { target: resolved.join('/'), kind: 'part' }),
      });
    },
    options,
  );
  return relationships;
}

/**
 * The part that a relationship means, undefined when it is external.
 * @throws WorkbookError `unsafe_workbook` when it climbs out of the package
 */
export function partOf(relationship: Relationship): string | undefined {
  if (relationship.kind === 'escaping') {
    throw unsafe('path_escape', 'A relationship points outside of the package.', {
      target: relationship.target,
    });
  }
  return relationship.kind === 'part' ? relationship.target : undefined;
}

/** Segments of the part's name from the root; undefined when the target climbs out of the package. */
function resolveTarget(part: string, target: string): string[] | undefined {
  const resolved = target.startsWith('/') ? [] : part.split('/').slice(0, -1);
  for (const segment of target.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') resolved.push(segment);
    else if (resolved.pop() === undefined) return undefined;
  }
  return resolved;
}
