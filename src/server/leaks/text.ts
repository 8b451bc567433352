/** How much of a file is looked into. */
export const scannedBytes = 1024 ** 2;

export interface ReadText {
  text: string;
  /** Whether there is more of it than was read. */
  isCut: boolean;
}

const pictures =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|webm|mov|pdf|zip|gz|tgz|br|wasm|node|so|dll|exe)$/i;

/** The text of a file in UTF-8 or UTF-16; undefined for one that is no text. */
export function readText(path: string, content: string | Uint8Array): ReadText | undefined {
  if (typeof content === "string")
    return { text: content.slice(0, scannedBytes), isCut: content.length > scannedBytes };
  if (pictures.test(path)) return undefined;
  const bytes = content.subarray(0, scannedBytes);
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  return { text: new TextDecoder(encoding).decode(bytes), isCut: content.byteLength > scannedBytes };
}

/** Windows writes UTF-16, with a mark or without one: then every other byte of plain text is zero. */
function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, 4_096);
  const zeros = [0, 0] as [number, number];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  const [even, odd] = zeros;
  if (even + odd === 0) return "utf-8";
  if (odd > sample.length * 0.3 && even < sample.length * 0.02) return "utf-16le";
  if (even > sample.length * 0.3 && odd < sample.length * 0.02) return "utf-16be";
  return undefined;
}

/** A stretch of a text: what is in it from `from` to `to` is its own, the rest overlaps with its neighbours. */
export interface Piece {
  text: string;
  /** Where it begins in the whole text. */
  at: number;
  from: number;
  to: number;
}

const own = 32 * 1024;
const behind = 256;
const ahead = 9 * 1024;

/** The text in pieces small enough that one of them never holds up the process, whatever its lines are like. */
export function* piecesOf(text: string): Generator<Piece> {
  for (let from = 0; from < text.length; from += own) {
    const at = Math.max(0, from - behind);
    const to = Math.min(text.length, from + own);
    yield { text: text.slice(at, to + ahead), at, from, to };
  }
}
