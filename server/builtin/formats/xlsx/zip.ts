import { crc32, inflateRawSync } from "node:zlib";
import { damaged, FormatError } from "../format-error";

export interface ZipLimits {
  entries: number;
  /** Bytes all wanted entries together may have unpacked. */
  bytes: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;

/**
 * Unpacks the wanted entries of a zip archive, by its central directory. What an entry says of its size is checked
 * before it is unpacked, and holds while it is.
 * @throws FormatError
 */
export function unzip(
  bytes: Buffer,
  wanted: (name: string) => boolean,
  limits: ZipLimits,
): Map<string, Buffer> {
  const { at, count } = directory(bytes);
  if (count > limits.entries) throw new FormatError("limit", `holds ${count} parts`);
  const entries: Entry[] = [];
  for (let i = 0, from = at; i < count; i++) {
    const entry = readEntry(bytes, from);
    if (wanted(entry.name)) entries.push(entry);
    from = entry.end;
  }
  const total = entries.reduce((sum, e) => sum + e.size, 0);
  if (total > limits.bytes)
    throw new FormatError("limit", `has ${mega(total)} MB unpacked; ${mega(limits.bytes)} MB are read`, {
      advice: "Save it as CSV or Parquet.",
    });
  const found = new Map<string, Buffer>();
  for (const entry of entries) {
    if (found.has(entry.name)) throw damaged(`holds the part "${entry.name}" twice`, entry.header);
    found.set(entry.name, unpack(bytes, entry));
  }
  return found;
}

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  crc: number;
  /** Where its own header begins. */
  header: number;
  /** Where the next one of the directory begins. */
  end: number;
}

function directory(bytes: Buffer): { at: number; count: number } {
  const least = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= least; at--) {
    if (bytes.readUInt32LE(at) !== END) continue;
    const count = bytes.readUInt16LE(at + 10);
    const start = bytes.readUInt32LE(at + 16);
    if (count === 0xffff || start === 0xffffffff)
      throw new FormatError("unsupported", "is a zip archive of the large kind");
    if (start > at) throw damaged("has a directory behind its end", at);
    return { at: start, count };
  }
  throw damaged("is no zip archive, or is cut off", bytes.length);
}

function readEntry(bytes: Buffer, at: number): Entry {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
    throw damaged("has a damaged directory", at);
  const flags = bytes.readUInt16LE(at + 8);
  const nameLength = bytes.readUInt16LE(at + 28);
  const end = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  if (flags & 1) throw new FormatError("unsupported", "is protected by a password");
  if (end > bytes.length) throw damaged("has a damaged directory", at);
  return {
    name: bytes.toString("utf8", at + 46, at + 46 + nameLength),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    header: bytes.readUInt32LE(at + 42),
    end,
  };
}

function unpack(bytes: Buffer, { name, method, packed, size, crc, header }: Entry): Buffer {
  if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== LOCAL)
    throw damaged(`has no part "${name}" where it should be`, header);
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  if (start + packed > bytes.length) throw damaged(`is cut off in its part "${name}"`, bytes.length);
  const data = bytes.subarray(start, start + packed);
  if (method !== 0 && method !== 8)
    throw new FormatError("unsupported", `is packed in an unusual way (${method})`);
  const content = method === 0 ? data : inflate(data, name, size, start);
  if (content.length !== size || crc32(content) !== crc) throw damaged(`has a damaged part "${name}"`, start);
  return content;
}

function inflate(data: Buffer, name: string, size: number, start: number): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch {
    // Broken, or more of it comes out than the directory says.
    throw damaged(`has a damaged part "${name}"`, start);
  }
}

const mega = (bytes: number) => Math.ceil(bytes / 1024 / 1024);

/** A zip archive of parts as they are, not packed. */
export function zipStored(parts: Map<string, Buffer>): Buffer {
  const pieces: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of parts) {
    const bytes = Buffer.from(name);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(content), 10);
    about.writeUInt32LE(content.length, 14);
    about.writeUInt32LE(content.length, 18);
    about.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([numbers(LOCAL), about, bytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    central.push(Buffer.concat([numbers(CENTRAL), Buffer.of(20, 0), about, rest, bytes]));
    pieces.push(local, content);
    at += local.length + content.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.size, 4);
  end.writeUInt16LE(parts.size, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...pieces, list, numbers(END), end]);
}

function numbers(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
