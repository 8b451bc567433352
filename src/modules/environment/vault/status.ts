import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { queryRows } from "@/server/db";
import { countByMasterKey } from "@/server/wrapped-keys";
import { countValues } from "./reencrypt";
import { rotationKind } from "./rotation";
import type { MasterKeyState, ProjectKeyState, RotationState } from "./schema";

/** NIST SP 800-38D allows 2^32 random nonces for one key; a quarter of it leaves room. */
const mostSealed = 2 ** 30;
const oldestDays = 90;
const dayMs = 24 * 3600 * 1000;

/** The master keys of this process and those that stored keys need. */
export async function listMasterKeys({ db, keyring }: Ctx): Promise<MasterKeyState[]> {
  const counts = await countByMasterKey(db);
  const ids = new Set([...keyring.ids(), ...counts.keys()]);
  return Array.from(ids, (id) => {
    const [wraps, isActive, isPresent] = [counts.get(id) ?? 0, id === keyring.activeId, keyring.has(id)];
    return { id, isActive, isPresent, wraps, isRemovable: wraps === 0 && !isActive && isPresent };
  });
}

/** The active data key of each project of the organization, by the project's name. */
export async function listProjectKeys(ctx: Ctx): Promise<Omit<ProjectKeyState, "rotation">[]> {
  const rows = await queryRows<{ projectId: string; projectName: string; keyId: string; at: number; sealed: number }>(
    ctx.db,
    sql`select p.id as "projectId", p.name as "projectName", k.id as "keyId", k.encrypt_count as sealed,
          (extract(epoch from k.created_at) * 1000)::float8 as at
        from data_key k join project p on p.id = k.project_id
        where p.org_id = ${ctx.orgId} and k.state = 'active' order by p.name`,
  );
  const counts = await countValues(
    ctx,
    rows.map(({ projectId }) => projectId),
  );
  return rows.map(({ at, ...row }) => ({
    ...row,
    createdAt: new Date(at).toISOString(),
    ...(counts.get(row.projectId) ?? { values: 0, behind: 0 }),
    advice: adviceFor(row.sealed, ctx.now().getTime() - at),
  }));
}

/** Why a data key should be replaced, or null. */
export function adviceFor(sealed: number, ageMs: number): string | null {
  if (sealed >= mostSealed) return "It has sealed as many values as one key should.";
  const days = Math.floor(ageMs / dayMs);
  return days >= oldestDays ? `It is ${days} days old; ${oldestDays} is the age to replace it.` : null;
}

/** The newest rotation of each kind and project, by its group. */
export async function findRotations(ctx: Ctx): Promise<Map<string, RotationState>> {
  const rows = await queryRows<{
    groupKey: string;
    id: string;
    status: string;
    message: string | null;
    at: number;
    endedAt: number | null;
  }>(
    ctx.db,
    sql`select distinct on (group_key) group_key as "groupKey", id, status, error ->> 'message' as message,
          (extract(epoch from created_at) * 1000)::float8 as at,
          (extract(epoch from finished_at) * 1000)::float8 as "endedAt"
        from run where kind = ${rotationKind} and org_id = ${ctx.orgId} and group_key is not null
        order by group_key, created_at desc, id desc`,
  );
  return new Map(
    rows.map(({ groupKey, id, status, message, at, endedAt }) => [
      groupKey,
      {
        runId: id,
        status: status as RotationState["status"],
        startedAt: new Date(at).toISOString(),
        finishedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
        message: message ?? undefined,
      },
    ]),
  );
}
