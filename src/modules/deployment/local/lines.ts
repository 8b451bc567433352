import { StringDecoder } from "node:string_decoder";

/** A line longer than this is cut: logs are read by people. */
const maxLineLength = 8192;

/** Turns chunks of output into lines: UTF-8 across chunks, carriage returns of progress bars resolved, long lines cut. */
export class LineSplitter {
  private readonly decoder = new StringDecoder("utf8");
  private rest = "";
  private isCutting = false;

  constructor(private readonly onLine: (line: string) => void) {}

  write(chunk: Buffer): void {
    const parts = (this.rest + this.decoder.write(chunk)).split("\n");
    this.rest = parts.pop() ?? "";
    for (const part of parts) this.emit(part);
    if (this.rest.length > maxLineLength) {
      if (!this.isCutting) this.emit(this.rest);
      this.isCutting = true;
      this.rest = "";
    }
  }

  /** Emits what came without a line break at the end. */
  end(): void {
    const rest = this.rest + this.decoder.end();
    this.rest = "";
    if (rest) this.emit(rest);
  }

  private emit(raw: string): void {
    const wasCutting = this.isCutting;
    this.isCutting = false;
    if (wasCutting) return;
    const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const line = text.slice(text.lastIndexOf("\r") + 1).replaceAll("\0", "");
    this.onLine(line.length > maxLineLength ? `${line.slice(0, maxLineLength)} [line cut]` : line);
  }
}
