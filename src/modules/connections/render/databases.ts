import type { ApiAccess } from "../http/call";
import { ConnectionInfoAnswer, NoAnswer, type Postgres, PostgresAnswer } from "./answers";
import { callRender, listAll } from "./call";
import { isGone } from "./web-services";

export interface NewPostgres {
  name: string;
  ownerId: string;
  plan: string;
  region?: string | undefined;
  version: string;
}

/** Creates a PostgreSQL; it is `creating` for a minute or two before it is `available`. */
export async function createPostgres(access: ApiAccess, input: NewPostgres, signal: AbortSignal): Promise<Postgres> {
  const { name, ownerId, plan, region, version } = input;
  const { data } = await callRender(access, {
    method: "POST",
    path: "/postgres",
    json: { name, ownerId, plan, version, ...(region === undefined ? {} : { region }) },
    answer: PostgresAnswer,
    signal,
  });
  return data;
}

/** A workspace's database by its name; undefined when there is none. */
export async function findPostgres(
  access: ApiAccess,
  { name, ownerId }: { name: string; ownerId: string },
  signal: AbortSignal,
): Promise<Postgres | undefined> {
  const query = { name, ownerId };
  const found = await listAll(access, { path: "/postgres", query, wrap: "postgres", item: PostgresAnswer, signal });
  return found.find((postgres) => postgres.name === name);
}

/** A database by its id; undefined once it was deleted. */
export async function readPostgres(access: ApiAccess, id: string, signal: AbortSignal): Promise<Postgres | undefined> {
  try {
    const path = `/postgres/${encodeURIComponent(id)}`;
    const { data } = await callRender(access, { method: "GET", path, answer: PostgresAnswer, signal });
    return data;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** How to reach a database: `internal` only from services of the same region. */
export async function readPostgresAddress(
  access: ApiAccess,
  id: string,
  signal: AbortSignal,
): Promise<{ internal: string; external: string }> {
  const path = `/postgres/${encodeURIComponent(id)}/connection-info`;
  const { data } = await callRender(access, { method: "GET", path, answer: ConnectionInfoAnswer, signal });
  return { internal: data.internalConnectionString, external: data.externalConnectionString };
}

/** Deletes a database with its data. Succeeds when it is gone already. */
export async function deletePostgres(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  try {
    const path = `/postgres/${encodeURIComponent(id)}`;
    await callRender(access, { method: "DELETE", path, answer: NoAnswer, isRepeatable: true, signal });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
