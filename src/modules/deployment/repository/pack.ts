import { inflateSync } from "node:zlib";
import { AppError } from "@/server/errors";

export interface PackLimits {
  objects: number;
  objectBytes: number;
  totalBytes: number;
}

/**
 * Checks a pack file before anything unpacks it: every object is inflated once with its stated size as the bound, and what
 * deltas would grow to is added up. Throws VALIDATION for a pack that is damaged or would outgrow the limits.
 */
export function checkPack(pack: Buffer, limits: PackLimits): void {
  if (pack.length < 32 || pack.toString("latin1", 0, 4) !== "PACK") throw damaged();
  const count = pack.readUInt32BE(8);
  if (count > limits.objects) throw tooLarge(`it holds more than ${limits.objects} objects`);
  let total = 0;
  let at = 12;
  for (let index = 0; index < count; index += 1) {
    const header = readHeader(pack, at);
    if (header.size > limits.objectBytes) throw tooLarge("one of its files is too large");
    const { buffer, consumed } = inflateExactly(pack.subarray(header.dataAt), header.size);
    const grown = header.isDelta ? deltaResultSize(buffer) : header.size;
    total += grown;
    if (grown > limits.objectBytes || total > limits.totalBytes) throw tooLarge("its files are too large together");
    at = header.dataAt + consumed;
  }
}

interface ObjectHeader {
  isDelta: boolean;
  size: number;
  dataAt: number;
}

const offsetDelta = 6;
const referenceDelta = 7;

function readHeader(pack: Buffer, start: number): ObjectHeader {
  let at = start;
  let byte = byteAt(pack, at++);
  const kind = (byte >> 4) & 7;
  let size = byte & 15;
  for (let scale = 16; byte & 128; scale *= 128) {
    byte = byteAt(pack, at++);
    size += (byte & 127) * scale;
  }
  if (!Number.isSafeInteger(size)) throw damaged();
  if (kind === referenceDelta) at += 20;
  if (kind === offsetDelta) while (byteAt(pack, at++) & 128);
  return { isDelta: kind === offsetDelta || kind === referenceDelta, size, dataAt: at };
}

function inflateExactly(data: Buffer, size: number): { buffer: Buffer; consumed: number } {
  try {
    // Zlib refuses a bound of zero. The engine knows how much of the input belonged to this object.
    const options = { info: true, maxOutputLength: Math.max(1, size) } as const;
    const { buffer, engine } = inflateSync(data, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    if (buffer.length !== size) throw damaged();
    return { buffer, consumed: engine.bytesWritten };
  } catch (error) {
    throw AppError.is(error) ? error : damaged();
  }
}

/** A delta begins with the size of its base and the size of its result. */
function deltaResultSize(delta: Buffer): number {
  let at = 0;
  const readSize = () => {
    let size = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = byteAt(delta, at++);
      size += (byte & 127) * scale;
      if (!(byte & 128)) return size;
    }
  };
  readSize();
  return readSize();
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw damaged();
  return byte;
}

function damaged(): AppError {
  return new AppError("UPSTREAM", "What the Git server sent is damaged. Try again.");
}

function tooLarge(reason: string): AppError {
  return new AppError(
    "VALIDATION",
    `The repository was not taken: ${reason}. Upload the folder of the app as a ZIP instead.`,
  );
}
