import { formatBytes } from "@/ui/format";
import { maxTextLength } from "../../formats/entries";
import { normalizeText } from "./source";

export type ReadFile = { fileName: string; text: string } | { fileName: string; reason: string };

/** The text of a file, or why it is none that variables could be read from. */
export async function readFile(file: File): Promise<ReadFile> {
  const fileName = file.name;
  if (file.size > maxTextLength) {
    const size = formatBytes(file.size);
    return { fileName, reason: `It has ${size}. A text of up to 1 MiB is read; import a larger one in parts.` };
  }
  try {
    const text = decodeText(new Uint8Array(await file.arrayBuffer()));
    return text === undefined
      ? { fileName, reason: "It is not text in UTF-8. Save it as UTF-8 in an editor, then choose it again." }
      : { fileName, text: normalizeText(text) };
  } catch {
    return { fileName, reason: "The browser could not read it. A folder cannot be read; choose the files in it." };
  }
}

/** UTF-8, or UTF-16 with the mark that PowerShell puts before what it redirects into a file. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = startsWith(bytes, 0xff, 0xfe) ? "utf-16le" : startsWith(bytes, 0xfe, 0xff) ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function startsWith(bytes: Uint8Array, one: number, other: number): boolean {
  return bytes[0] === one && bytes[1] === other;
}
