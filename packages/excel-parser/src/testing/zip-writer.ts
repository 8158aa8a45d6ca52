import { crc32, deflateRawSync } from 'node:zlib';

/** A file for the archive, with the liberty to lie about it. */
export interface ZipFile {
  name: string;
  data: Uint8Array | string;
  /** Store without compression. */
  stored?: boolean | undefined;
  /** Write sizes and checksum after the data, as streaming writers do. */
  dataDescriptor?: boolean | undefined;
  /** Name in the local header, when it is to differ. */
  localName?: string | undefined;
  /** Declared checksum, when it is to be wrong. */
  crc?: number | undefined;
  /** Declared inflated size, when it is to be wrong. */
  size?: number | undefined;
  /** The data deflated beforehand, for parts too large to be held whole; `crc` and `size` must then be given. */
  deflated?: Uint8Array | undefined;
  /** Set the flag that says the entry is encrypted. */
  encrypted?: boolean | undefined;
  /** Write sizes and offset in zip64 fields. */
  zip64?: boolean | undefined;
}

/** Fixed, so that the same input gives the same bytes: 2026-01-01 00:00. */
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;
const ONES = 0xffffffff;

interface WrittenEntry {
  file: ZipFile;
  flags: number;
  method: number;
  crc: number;
  compressed: Uint8Array;
  size: number;
  offset: number;
}

/** Writes a zip archive. Deterministic. */
export function writeZip(files: readonly ZipFile[]): Buffer {
  const pieces: Uint8Array[] = [];
  const entries: WrittenEntry[] = [];
  let offset = 0;
  const push = (bytes: Uint8Array): void => {
    pieces.push(bytes);
    offset += bytes.length;
  };
  for (const file of files) {
    const data = Buffer.from(typeof file.data === 'string' ? Buffer.from(file.data) : file.data);
    const entry: WrittenEntry = {
      file,
      flags: 0x0800 | (file.dataDescriptor ? 0x8 : 0) | (file.encrypted ? 0x1 : 0),
      method: file.stored ? 0 : 8,
      crc: file.crc ?? crc32(data),
      compressed: file.deflated ?? (file.stored ? data : deflateRawSync(data, { level: 6 })),
      size: file.size ?? data.length,
      offset,
    };
    entries.push(entry);
    push(localHeader(entry));
    push(entry.compressed);
    if (file.dataDescriptor) push(dataDescriptor(entry));
  }
  const directoryOffset = offset;
  for (const entry of entries) push(centralHeader(entry));
  const directorySize = offset - directoryOffset;
  if (entries.some(({ file }) => file.zip64))
    push(zip64End(entries.length, directorySize, directoryOffset, offset));
  push(
    endRecord(
      entries.length,
      directorySize,
      directoryOffset,
      entries.some(({ file }) => file.zip64),
    ),
  );
  return Buffer.concat(pieces);
}

function localHeader(entry: WrittenEntry): Buffer {
  const name = Buffer.from(entry.file.localName ?? entry.file.name);
  const known = !entry.file.dataDescriptor;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(entry.flags, 6);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt32LE(known ? entry.crc : 0, 14);
  header.writeUInt32LE(known ? entry.compressed.length : 0, 18);
  header.writeUInt32LE(known ? entry.size : 0, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function dataDescriptor(entry: WrittenEntry): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(entry.crc, 4);
  descriptor.writeUInt32LE(entry.compressed.length, 8);
  descriptor.writeUInt32LE(entry.size, 12);
  return descriptor;
}

function centralHeader(entry: WrittenEntry): Buffer {
  const name = Buffer.from(entry.file.name);
  const zip64 = entry.file.zip64 === true;
  const extra = zip64 ? zip64Extra(entry) : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(zip64 ? 45 : 20, 4);
  header.writeUInt16LE(zip64 ? 45 : 20, 6);
  header.writeUInt16LE(entry.flags, 8);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt16LE(DOS_DATE, 14);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(zip64 ? ONES : entry.compressed.length, 20);
  header.writeUInt32LE(zip64 ? ONES : entry.size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(zip64 ? ONES : entry.offset, 42);
  return Buffer.concat([header, name, extra]);
}

function zip64Extra(entry: WrittenEntry): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(entry.size), 4);
  extra.writeBigUInt64LE(BigInt(entry.compressed.length), 12);
  extra.writeBigUInt64LE(BigInt(entry.offset), 20);
  return extra;
}

function zip64End(count: number, size: number, offset: number, position: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(position), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

function endRecord(count: number, size: number, offset: number, zip64: boolean): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(zip64 ? 0xffff : count, 8);
  record.writeUInt16LE(zip64 ? 0xffff : count, 10);
  record.writeUInt32LE(zip64 ? ONES : size, 12);
  record.writeUInt32LE(zip64 ? ONES : offset, 16);
  return record;
}
