import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import * as git from "isomorphic-git";

/** A Git server of one commit, as small as the protocol allows: it advertises main and hands out everything. */
export class GitServer {
  readonly dir = fs.mkdtempSync(path.join(tmpdir(), "berth-git-"));
  private readonly server: Server;
  private commit = "";
  pack: Uint8Array = new Uint8Array();

  constructor() {
    this.server = createServer((request, response) => {
      const url = request.url ?? "";
      if (url.startsWith("/moved/")) return response.writeHead(302, { location: url.replace("moved", "shop") }).end();
      if (!url.startsWith("/owner/shop.git/") && !url.startsWith("/shop/")) return response.writeHead(404).end();
      if (url.endsWith("/info/refs?service=git-upload-pack")) return response.end(this.advertisement());
      request.resume().on("end", () => response.end(this.answer()));
    });
  }

  async start(files: Readonly<Record<string, string>>): Promise<void> {
    const store = { fs, dir: this.dir };
    await git.init({ ...store, defaultBranch: "main" });
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(this.dir, name)), { recursive: true });
      if (text.startsWith("-> ")) fs.symlinkSync(text.slice(3), path.join(this.dir, name));
      else fs.writeFileSync(path.join(this.dir, name), text);
      await git.add({ ...store, filepath: name });
    }
    this.commit = await git.commit({ ...store, message: "first", author: { name: "a", email: "a@example.com" } });
    const oids = fs
      .globSync("??/*", { cwd: path.join(this.dir, ".git", "objects") })
      .map((name) => name.replace("/", ""));
    const { packfile } = await git.packObjects({ ...store, oids });
    this.pack = packfile ?? new Uint8Array();
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
  }

  url(name = "owner/shop.git"): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`;
  }

  stop(): void {
    this.server.close();
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  private advertisement(): string {
    const able = "shallow side-band-64k ofs-delta symref=HEAD:refs/heads/main agent=test";
    const refs = [`${this.commit} HEAD\0${able}\n`, `${this.commit} refs/heads/main\n`];
    return `${line("# service=git-upload-pack\n")}0000${refs.map(line).join("")}0000`;
  }

  private answer(): Buffer {
    const parts: Buffer[] = [Buffer.from(`0000${line("NAK\n")}`)];
    for (let at = 0; at < this.pack.length; at += 60_000) {
      const chunk = this.pack.subarray(at, at + 60_000);
      parts.push(Buffer.from(`${(chunk.length + 5).toString(16).padStart(4, "0")}\x01`, "latin1"), Buffer.from(chunk));
    }
    return Buffer.concat([...parts, Buffer.from("0000")]);
  }
}

function line(text: string): string {
  return `${(text.length + 4).toString(16).padStart(4, "0")}${text}`;
}
