import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { setVariables } from "../service";
import { checkStored } from "./check-stored";
import { getUsage } from "./usage";

const secret = "Vb3kq0pT9xYw2mN5sD8fG1hJ4lZ7cA6e";
const config = { name: "shop", database: "drizzle-postgres", auth: "better-auth" };

describeOnPglite("what a project needs and what is stored", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });
  const set = (environment: string, values: Record<string, string>, more: object = {}) => {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, ...more }]));
    return setVariables(ctx, { projectId, environment, variables });
  };
  const check = async (environment: string, more: object = {}) => {
    const { variables } = await checkStored(ctx, { projectId, environment, platform: "vercel", ...more });
    return (key: string) => variables.find((each) => each.key === key);
  };

  it("compares a configuration with an environment, also one that was never saved to", async () => {
    const before = await getUsage(ctx, { projectId, config, platform: "vercel" });
    expect(before.variables.find(({ key }) => key === "DATABASE_URL")?.status).toBe("missing");
    await set("production", { DATABASE_URL: "postgres://u:p@db.example.net/app", OLD: "1" });
    const { variables, counts } = await getUsage(ctx, { projectId, config, platform: "vercel" });
    expect(variables.find(({ key }) => key === "DATABASE_URL")).toMatchObject({
      status: "set",
      provider: "PostgreSQL",
    });
    expect(variables.find(({ key }) => key === "OLD")?.status).toBe("unused");
    expect(counts).toMatchObject({ set: 1, missing: 0, unused: 1 });
    const stranger = await getCtx();
    await expect(getUsage(stranger, { projectId, config })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("finds the same secret in production and elsewhere, and not the same text that is no secret", async () => {
    await set("staging", { AUTH_SECRET: secret, EMPTY: "" });
    await set("staging", { TITLE: "Shop" }, { visibility: "plain" });
    await set("production", { AUTH_SECRET: secret, EMPTY: "" });
    await set("production", { TITLE: "Shop" }, { visibility: "plain" });
    for (const environment of ["production", "staging"]) {
      const of = await check(environment);
      expect(of("AUTH_SECRET")?.message).toContain("the same secret as in");
      expect(of("AUTH_SECRET")?.status).toBe("warning");
      expect([of("TITLE")?.status, of("EMPTY")?.status]).toEqual(["ok", "ok"]);
    }
    await set("staging", { AUTH_SECRET: `${secret}x` });
    expect((await check("production"))("AUTH_SECRET")?.status).toBe("ok");
  });

  it("knows the environment a key is meant for, broken references and what a variable has to be", async () => {
    await set("staging", { STRIPE_SECRET_KEY: "sk_live_AbCdEfGhIjKlMnOp" });
    await set("staging", { HOST: `${"$"}{{production.NO_SUCH}}` }, { isReference: true });
    const of = await check("staging");
    expect(of("STRIPE_SECRET_KEY")?.message).toContain("live key in the environment staging");
    expect(of("HOST")).toMatchObject({ status: "error" });
    const rows = (await ctx.db.select().from(auditLog)).filter(({ orgId }) => orgId === ctx.orgId);
    expect(rows.map(({ action }) => action)).toContain("environment.checked");
    expect(JSON.stringify(rows)).not.toContain("AbCdEfGh");
  });
});
