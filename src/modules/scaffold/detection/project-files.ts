import { AppError } from "@/server/errors";
import type { Note } from "./detected";
import { isIgnored, projectLimits } from "./limits";

/** One file of a project nobody vouches for; `read` is called only when its content matters. */
export interface ProjectFile {
  /** POSIX path inside the project. */
  path: string;
  size: number;
  read(): Uint8Array | Promise<Uint8Array>;
}

/** The files of a project with their texts, and what could not be read of them. */
export class ProjectFiles {
  readonly paths: readonly string[];
  private readonly byPath: ReadonlyMap<string, ProjectFile>;
  private readonly kept = new Map<string, string | undefined>();
  private readonly skipped = new Map<string, Set<string>>();
  private readonly said: Note[] = [];

  constructor(files: readonly ProjectFile[], notes: readonly Note[] = []) {
    const listed = files.filter(({ path }) => !isIgnored(path));
    refuseTooLarge(listed);
    this.byPath = new Map(listed.map((file) => [file.path, file]));
    this.paths = [...this.byPath.keys()].sort();
    this.said.push(...notes);
  }

  has(path: string): boolean {
    return this.byPath.has(path);
  }

  /** The text of a file; undefined when there is none, it is too long, or it is not UTF-8, which is noted. */
  async text(path: string): Promise<string | undefined> {
    if (this.kept.has(path)) return this.kept.get(path);
    return this.decode(path);
  }

  /** Like `text`, and remembered: for the few files that several readers ask for. */
  async keptText(path: string): Promise<string | undefined> {
    if (!this.kept.has(path)) this.kept.set(path, await this.decode(path));
    return this.kept.get(path);
  }

  note(level: Note["level"], message: string, file?: string): void {
    this.said.push({ level, message, ...(file === undefined ? {} : { file }) });
  }

  /** Notes a file that was left out; files with the same reason share a note. */
  skip(reason: string, path: string): void {
    const paths = this.skipped.get(reason) ?? new Set();
    this.skipped.set(reason, paths.add(path));
  }

  notes(): Note[] {
    const left = Array.from(this.skipped, ([reason, paths]): Note => {
      const shown = [...paths].slice(0, 3);
      const more = paths.size > shown.length ? ` and ${paths.size - shown.length} more` : "";
      return { level: "info", message: `Not read, because ${reason}: ${shown.join(", ")}${more}.` };
    });
    return [...this.said, ...left];
  }

  private async decode(path: string): Promise<string | undefined> {
    const file = this.byPath.get(path);
    if (!file) return undefined;
    if (file.size > projectLimits.textBytes) return this.leave("it is over 1 MB", path);
    const bytes = await file.read();
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return this.leave("it is not UTF-8 text", path);
    }
  }

  private leave(reason: string, path: string): undefined {
    this.skip(reason, path);
    return undefined;
  }
}

/** Throws VALIDATION when a project holds more than Berth looks at. */
export function refuseTooLarge(files: readonly Pick<ProjectFile, "size">[]): void {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length <= projectLimits.files && bytes <= projectLimits.bytes) return;
  throw new AppError(
    "VALIDATION",
    `The project holds over ${projectLimits.files} files or ${projectLimits.bytes / 1024 ** 2} MB besides packages and build output. Choose a smaller folder, such as one app of it.`,
  );
}

/** Joins a folder inside the project, empty for its root, and a path in it. */
export function inside(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** The line, from 1, on which a place of a text lies. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
