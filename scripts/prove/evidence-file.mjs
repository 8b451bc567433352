import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../shared/runtime.mjs";

const file = path.join(root, "evidence", "scaffold.json");

/** `evidence/scaffold.json`: one entry a row, written as soon as the row is proven, so that a stopped run can go on. */
export class EvidenceFile {
  #catalog;
  #rows;

  /** `rows` are those that are proven today; what the file says of others is forgotten. */
  constructor(catalog, rows) {
    this.#catalog = catalog;
    const stored = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { rows: [] };
    const wanted = new Set(rows.map(({ config }) => catalog.proofKey(config)));
    const kept = stored.rows.filter(({ config }) => wanted.has(catalog.proofKey(config)));
    this.#rows = new Map(kept.map((row) => [catalog.proofKey(row.config), row]));
  }

  /** What was shown of this row with the very files that are generated today, or undefined. */
  proofOf({ config }) {
    const row = this.#rows.get(this.#catalog.proofKey(config));
    return row?.digest === this.#catalog.digestOf(this.#catalog.generateProject(config)) ? row : undefined;
  }

  /** Whether this row was proven up to this level. */
  holds(row, level) {
    return (this.proofOf(row)?.level ?? 0) >= level;
  }

  save({ config }, proof) {
    const date = new Date().toISOString().slice(0, 10);
    this.#rows.set(this.#catalog.proofKey(config), { config, ...proof, date });
    mkdirSync(path.dirname(file), { recursive: true });
    const rows = [...this.#rows.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row);
    const document = {
      catalogVersion: this.#catalog.catalogVersion,
      node: process.versions.node,
      os: `${os.platform()} ${os.arch()}`,
      rows,
    };
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  }
}
