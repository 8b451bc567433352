import path from "node:path";

/**
 * Layout of BERTH_HOME. Other programs rely on `cli.json`; everything else is Berth's own.
 * The lock stands outside the data folder because opening that folder twice destroys it.
 */
export function homePaths(home: string) {
  return {
    root: home,
    database: path.join(home, "db"),
    lock: path.join(home, "db.lock"),
    /** Present while a damaged database waits for a decision; holds the sentence shown at start. */
    attention: path.join(home, "db-needs-attention.txt"),
    backups: path.join(home, "backups"),
    secrets: path.join(home, "secrets.json"),
    hostId: path.join(home, "host-id"),
    cli: path.join(home, "cli.json"),
    apps: path.join(home, "apps"),
    sources: path.join(home, "sources"),
    cache: path.join(home, "cache"),
  };
}
