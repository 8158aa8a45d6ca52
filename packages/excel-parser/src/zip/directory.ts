import { corrupt, unsafe, WorkbookError } from '../errors.ts';
import { limitExceeded, type WorkbookLimits } from '../limits.ts';
import { notAWorkbook } from '../source/file-kind.ts';
import type { ByteSource } from '../source/byte-source.ts';

/** One file of the archive as the central directory describes it. Its sizes are claims, checked while reading. */
export interface ZipEntry {
  /** Path with forward slashes. */
  name: string;
  /** The name's bytes, to compare with the local header. */
  rawName: Buffer;
  /** 0 stored, 8 deflated. */
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
  localOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_LENGTH = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_LENGTH = 56;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const ZIP64_EXTRA = 0x0001;

/**
 * Reads the central directory, the only list of entries that is believed, and refuses what could make two readers see
 * different files: duplicate names, names that leave the archive, entries that overlap, encryption.
 * @returns entries by lower-case name (part names are case-insensitive, ECMA-376 part 2).
 */
export async function readDirectory(
  source: ByteSource,
  limits: WorkbookLimits,
): Promise<Map<string, ZipEntry>> {
  const end = await findEnd(source);
  if (end.count > limits.entries) throw limitExceeded('entries', limits.entries, { entries: end.count });
  if (end.offset + end.size > end.position) {
    throw corrupt('directory_range', 'The central directory lies outside of the archive.');
  }
  const bytes = await source.read(end.offset, end.size);
  const entries = new Map<string, ZipEntry>();
  let position = 0;
  for (let index = 0; index < end.count; index += 1) {
    if (position + CENTRAL_LENGTH > bytes.length || bytes.readUInt32LE(position) !== CENTRAL_SIGNATURE) {
      throw corrupt('directory_entry', 'The central directory is damaged.', { index });
    }
    const next = position + CENTRAL_LENGTH + nameAndExtrasLength(bytes, position);
    if (next > bytes.length) throw corrupt('directory_entry', 'The central directory is damaged.', { index });
    addEntry(entries, readEntry(bytes, position));
    position = next;
  }
  refuseOverlaps([...entries.values()], end.offset);
  return entries;
}

interface DirectoryEnd {
  /** Where the end record starts; nothing of the archive's content lies at or after it. */
  position: number;
  count: number;
  size: number;
  offset: number;
}

async function findEnd(source: ByteSource): Promise<DirectoryEnd> {
  const tailLength = Math.min(source.size, END_LENGTH + 0xffff);
  const tailStart = source.size - tailLength;
  const tail = await source.read(tailStart, tailLength);
  for (let at = tailLength - END_LENGTH; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    if (at + END_LENGTH + tail.readUInt16LE(at + 20) > tailLength) continue;
    return readEnd(source, tail.subarray(at), tailStart + at);
  }
  throw new WorkbookError('truncated_workbook', 'The archive has no end record: the file was cut short.', {
    bytes: source.size,
  });
}

async function readEnd(source: ByteSource, record: Buffer, position: number): Promise<DirectoryEnd> {
  const disk = record.readUInt16LE(4);
  const count = record.readUInt16LE(10);
  const size = record.readUInt32LE(12);
  const offset = record.readUInt32LE(16);
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) return readEnd64(source, position);
  if (disk !== 0 || record.readUInt16LE(6) !== 0 || record.readUInt16LE(8) !== count) {
    throw corrupt('multi_disk', 'The archive is split over several files.');
  }
  if (count === 0) throw notAWorkbook('empty_archive');
  return { position, count, size, offset };
}

async function readEnd64(source: ByteSource, position: number): Promise<DirectoryEnd> {
  if (position < LOCATOR_LENGTH) throw corrupt('zip64', 'The zip64 locator is missing.');
  const locator = await source.read(position - LOCATOR_LENGTH, LOCATOR_LENGTH);
  if (locator.readUInt32LE(0) !== LOCATOR_SIGNATURE) throw corrupt('zip64', 'The zip64 locator is missing.');
  const endPosition = safeInteger(locator, 8);
  if (endPosition + END64_LENGTH > position)
    throw corrupt('zip64', 'The zip64 end record lies outside of the archive.');
  const record = await source.read(endPosition, END64_LENGTH);
  if (record.readUInt32LE(0) !== END64_SIGNATURE) throw corrupt('zip64', 'The zip64 end record is missing.');
  return {
    position: endPosition,
    count: safeInteger(record, 32),
    size: safeInteger(record, 40),
    offset: safeInteger(record, 48),
  };
}

function nameAndExtrasLength(bytes: Buffer, position: number): number {
  return (
    bytes.readUInt16LE(position + 28) + bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32)
  );
}

function readEntry(bytes: Buffer, position: number): ZipEntry {
  const flags = bytes.readUInt16LE(position + 8);
  const nameEnd = position + CENTRAL_LENGTH + bytes.readUInt16LE(position + 28);
  const rawName = bytes.subarray(position + CENTRAL_LENGTH, nameEnd);
  // .NET generators have written backslashes; every reader takes them as slashes.
  const name = rawName.toString('utf8').replaceAll('\\', '/');
  if (flags & 0x2041)
    throw new WorkbookError('encrypted_workbook', 'An entry of the archive is encrypted.', { entry: name });
  const entry: ZipEntry = {
    name,
    rawName,
    method: bytes.readUInt16LE(position + 10),
    crc: bytes.readUInt32LE(position + 16),
    compressedSize: bytes.readUInt32LE(position + 20),
    size: bytes.readUInt32LE(position + 24),
    localOffset: bytes.readUInt32LE(position + 42),
  };
  readZip64Extra(entry, bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(position + 30)));
  return entry;
}

/** The extra field holds, in this order, only those of the three numbers that are all ones in the plain record. */
function readZip64Extra(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64_EXTRA) {
      const field = extra.subarray(at + 4, at + 4 + length);
      let position = 0;
      for (const key of ['size', 'compressedSize', 'localOffset'] as const) {
        if (entry[key] !== 0xffffffff) continue;
        if (position + 8 > field.length)
          throw corrupt('zip64', 'A zip64 field is too short.', { entry: entry.name });
        entry[key] = safeInteger(field, position);
        position += 8;
      }
    }
    at += 4 + length;
  }
}

function addEntry(entries: Map<string, ZipEntry>, entry: ZipEntry): void {
  const segments = entry.name.split('/');
  if (entry.name.includes('\0') || /^(?:\/|[a-z]:)/i.test(entry.name) || segments.includes('..')) {
    throw unsafe('path_escape', 'An entry name points outside of the archive.', { entry: entry.name });
  }
  const key = entry.name.toLowerCase();
  if (entries.has(key))
    throw unsafe('duplicate_entry', 'Two entries have the same name.', { entry: entry.name });
  entries.set(key, entry);
}

/** Entries that share bytes are how a small archive inflates without end (D. Fifield, "A better zip bomb", 2019). */
function refuseOverlaps(entries: ZipEntry[], directoryOffset: number): void {
  entries.sort((left, right) => left.localOffset - right.localOffset);
  entries.forEach((entry, index) => {
    const limit = entries[index + 1]?.localOffset ?? directoryOffset;
    if (entry.localOffset + LOCAL_LENGTH + entry.rawName.length + entry.compressedSize > limit) {
      throw unsafe('overlapping_entries', 'Entries of the archive overlap.', { entry: entry.name });
    }
  });
}

function safeInteger(bytes: Buffer, position: number): number {
  const value = bytes.readBigUInt64LE(position);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt('zip64', 'A zip64 number is out of range.');
  return Number(value);
}
