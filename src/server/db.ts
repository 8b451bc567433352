import { AsyncLocalStorage } from "node:async_hooks";
import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Ctx } from "./context";
import { processGlobal } from "./process/globals";

/** Drizzle on either driver: the root handle, or a transaction of it. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface Database {
  readonly db: Db;
  readonly dialect: "pglite" | "postgres";
  /** Where it is, for people: a folder, or host and database name. */
  readonly location: string;
  /** Calls back for each notification on the channel; `onReady` after each (re)connection. */
  listen(channel: string, onNotice: (payload: string) => void, onReady?: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

interface ActiveTransaction {
  db: Db;
  isOpen: boolean;
}

const current = processGlobal("transaction", () => new AsyncLocalStorage<ActiveTransaction | undefined>());

/** Runs `work` in one transaction with a ctx whose `db` is that transaction; called inside one, it joins it. */
export async function inTransaction<T, C extends Pick<Ctx, "db">>(ctx: C, work: (tx: C) => Promise<T>): Promise<T> {
  const outer = current.getStore();
  if (outer?.isOpen && outer.db === ctx.db) return work(ctx);
  return ctx.db.transaction(async (tx) => {
    const active: ActiveTransaction = { db: tx as Db, isOpen: true };
    try {
      return await current.run(active, () => work({ ...ctx, db: tx as Db }));
    } finally {
      active.isOpen = false;
    }
  });
}

/** Throws inside a transaction: for what would wait for good on the connection the transaction holds. */
export function assertOutsideTransaction(what: string): void {
  if (!current.getStore()?.isOpen) return;
  throw new Error(`${what} was used inside a transaction. Use the transaction's own ctx, or wait for the commit.`);
}

/** Runs work that outlives its caller (timers, listeners) outside of the caller's transaction. */
export function outsideTransaction<T>(work: () => T): T {
  return current.run(undefined, work);
}

/** Rows of a raw statement, the same on both drivers (timestamps come as text). */
export async function queryRows<T extends Record<string, unknown>>(db: Db, statement: SQL): Promise<T[]> {
  const result: unknown = await db.execute(statement);
  if (Array.isArray(result)) return result as T[];
  return (result as { rows: T[] }).rows;
}

/** The root handle, which refuses to be used inside a transaction: PGlite would wait for good, Postgres would lose atomicity. */
export function guardRoot(root: Db): Db {
  return new Proxy(root, {
    get(target, name) {
      if (typeof name === "string" && name !== "then") assertOutsideTransaction(`The root database handle (${name})`);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
