import { createHash } from "node:crypto";

type ObjectType = "blob" | "tree" | "commit";

export interface GitObject {
  type: ObjectType;
  bytes: Buffer;
}

export interface FileEntry {
  mode: string;
  sha: string;
}

export interface CommitObject {
  sha: string;
  tree: string;
  parents: string[];
  author: { name: string; email: string; date: string };
  message: string;
}

const treeMode = "40000";

/** The objects of one repository, under the ids Git gives them. */
export class GitObjects {
  private readonly objects = new Map<string, GitObject>();

  put(type: ObjectType, bytes: Buffer): string {
    const sha = createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
    this.objects.set(sha, { type, bytes });
    return sha;
  }

  read(sha: string, type: ObjectType): Buffer | undefined {
    const object = this.objects.get(sha);
    return object?.type === type ? object.bytes : undefined;
  }

  /** The lines of one folder. */
  readTree(sha: string): (FileEntry & { name: string })[] | undefined {
    const bytes = this.read(sha, "tree");
    if (!bytes) return undefined;
    const lines = [];
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(0, at);
      const [mode = "", ...name] = bytes.toString("utf8", at, end).split(" ");
      lines.push({ mode, name: name.join(" "), sha: bytes.toString("hex", end + 1, end + 21) });
      at = end + 21;
    }
    return lines;
  }

  /** Every file below a tree by its path. */
  readFiles(tree: string, prefix = "", found = new Map<string, FileEntry>()): Map<string, FileEntry> {
    for (const { mode, name, sha } of this.readTree(tree) ?? []) {
      if (mode === treeMode) this.readFiles(sha, `${prefix}${name}/`, found);
      else found.set(prefix + name, { mode, sha });
    }
    return found;
  }

  /** Folders and files below a tree, each folder before what is in it. */
  listAll(tree: string, prefix = ""): (FileEntry & { path: string })[] {
    return (this.readTree(tree) ?? []).flatMap(({ mode, name, sha }) => [
      { path: prefix + name, mode, sha },
      ...(mode === treeMode ? this.listAll(sha, `${prefix}${name}/`) : []),
    ]);
  }

  writeFiles(files: ReadonlyMap<string, FileEntry>): string {
    const folders = new Map<string, Map<string, FileEntry>>();
    const lines: (FileEntry & { name: string })[] = [];
    for (const [path, entry] of files) {
      const cut = path.indexOf("/");
      if (cut === -1) lines.push({ ...entry, name: path });
      else {
        const folder = path.slice(0, cut);
        const inner = folders.get(folder) ?? new Map<string, FileEntry>();
        folders.set(folder, inner.set(path.slice(cut + 1), entry));
      }
    }
    for (const [name, inner] of folders) lines.push({ name, mode: treeMode, sha: this.writeFiles(inner) });
    // Git sorts a folder as if its name ended in a slash, by bytes.
    const key = ({ name, mode }: (typeof lines)[number]) => Buffer.from(mode === treeMode ? `${name}/` : name);
    lines.sort((a, b) => Buffer.compare(key(a), key(b)));
    return this.put(
      "tree",
      Buffer.concat(
        lines.flatMap(({ mode, name, sha }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, "hex")]),
      ),
    );
  }

  writeCommit({ tree, parents, author, message }: Omit<CommitObject, "sha">): string {
    const who = `${author.name} <${author.email}> ${Math.floor(Date.parse(author.date) / 1000)} +0000`;
    const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`];
    return this.put("commit", Buffer.from(`${lines.join("\n")}\n\n${message}`));
  }

  readCommit(sha: string): CommitObject | undefined {
    const text = this.read(sha, "commit")?.toString("utf8");
    if (text === undefined) return undefined;
    const [head = "", ...rest] = text.split("\n\n");
    const [, name = "", email = "", seconds = "0"] = /^author (.*) <(.*)> (\d+)/m.exec(head) ?? [];
    return {
      sha,
      tree: /^tree (\w+)/m.exec(head)?.[1] ?? "",
      parents: [...head.matchAll(/^parent (\w+)/gm)].map((match) => match[1] ?? ""),
      author: { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace(".000", "") },
      message: rest.join("\n\n"),
    };
  }

  /** A commit and everything before it, newest first. */
  history(sha: string): CommitObject[] {
    const found = new Map<string, CommitObject>();
    const waiting = [sha];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const commit = found.has(next) ? undefined : this.readCommit(next);
      if (!commit) continue;
      found.set(next, commit);
      waiting.push(...commit.parents);
    }
    return [...found.values()];
  }

  /** Whether a commit changed a file. */
  changes({ tree, parents }: CommitObject, path: string): boolean {
    const before = this.readCommit(parents[0] ?? "")?.tree;
    const now = this.readFiles(tree).get(path);
    const then = before === undefined ? undefined : this.readFiles(before).get(path);
    return now?.sha !== then?.sha || now?.mode !== then?.mode;
  }

  /** The objects a commit consists of, without those before it. */
  reachable(commit: string): GitObject[] {
    const root = this.readCommit(commit)?.tree ?? "";
    const ids = new Set([commit, root, ...this.listAll(root).map(({ sha }) => sha)]);
    return [...ids].flatMap((sha) => this.objects.get(sha) ?? []);
  }
}
