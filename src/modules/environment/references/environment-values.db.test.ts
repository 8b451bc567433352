import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { compareEnvironments } from "../compare/compare";
import { activateConfiguration, createConfiguration, updateConfiguration } from "../configurations/configurations";
import { getEnvironment, revealVariable, setVariables } from "../service";
import { compareSnapshots, ensureGenerated, openSnapshot, takeSnapshot } from "../snapshots/deployments";
import { resolveVariables } from "./resolve";

type Given = {
  value: string;
  isReference?: boolean;
  sensitive?: boolean;
  visibility?: "plain" | "masked" | "restricted";
};
const ref = (value: string): Given => ({ value, isReference: true });
const plain = (value: string): Given => ({ value, sensitive: false });

describeOnDatabases("references and inherited values", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });
  const set = (environment: string, variables: Record<string, Given>, of = projectId) =>
    setVariables(ctx, { projectId: of, environment, variables });
  const take = async (environment: string) => (await takeSnapshot(ctx, { projectId, environment })).snapshotId;
  const open = async (snapshotId: string) => {
    const opened = await openSnapshot(ctx, snapshotId);
    return Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]));
  };
  const inherit = (environment: string, baseEnvironment: string | null) =>
    updateConfiguration(ctx, { projectId, environment, baseEnvironment });

  it("resolves within an environment, across environments and across projects, and leaves literals alone", async () => {
    const auth = (await createProject(ctx, { name: "auth" })).id;
    await set("production", { KEY: { value: "auth-key" } }, auth);
    await set("production", { HOST: plain("example.com") });
    await set("staging", {
      NAME: plain("shop"),
      URL: ref(`https://\${{NAME}}.\${{production.HOST}}/`),
      AUTH: ref(`\${{auth.production.KEY}}`),
      LITERAL: plain(`\${{NAME}} $NAME $(id)`),
    });
    expect(await open(await take("staging"))).toEqual({
      AUTH: "auth-key",
      LITERAL: `\${{NAME}} $NAME $(id)`,
      NAME: "shop",
      URL: "https://shop.example.com/",
    });
    const reads = (await ctx.db.select().from(auditLog)).filter(({ action }) => action === "environment.read");
    expect(reads.find(({ targetId }) => targetId === auth)).toMatchObject({
      details: { forProject: projectId, keys: ["production.KEY"] },
    });
  });

  it("reads a project of nobody else, and none without the permission", async () => {
    const stranger = await getCtx();
    const theirs = (await createProject(stranger, { name: "theirs" })).id;
    await setVariables(stranger, { projectId: theirs, environment: "production", variables: { KEY: { value: "k" } } });
    await set("staging", { A: ref(`\${{theirs.production.KEY}}`) });
    await expect(open(await take("staging"))).rejects.toMatchObject({
      code: "PRECONDITION",
      message: `staging.A refers to \${{theirs.production.KEY}}, which is not set. Set it, or change the reference.`,
    });
    const blind = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "project:read")) };
    await expect(resolveVariables(blind, { projectId, environment: "staging" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("keeps what a deployment ran with, whatever is edited elsewhere since", async () => {
    await set("production", { HOST: plain("old"), BASE: plain("b1") });
    await set("staging", { URL: ref(`http://\${{production.HOST}}`) });
    await inherit("staging", "production");
    const before = await take("staging");
    expect(await take("staging")).toBe(before);
    await set("production", { HOST: plain("new"), BASE: plain("b2") });
    const after = await take("staging");
    expect(after).not.toBe(before);
    expect(await open(before)).toEqual({ BASE: "b1", HOST: "old", URL: "http://old" });
    expect(await open(after)).toEqual({ BASE: "b2", HOST: "new", URL: "http://new" });
    expect(await compareSnapshots(ctx, { from: before, to: after })).toEqual({
      added: [],
      removed: [],
      changed: ["BASE", "HOST", "URL"],
    });
    await createConfiguration(ctx, { projectId, environment: "production", name: "blue" });
    await activateConfiguration(ctx, { projectId, environment: "production", configuration: "blue" });
    expect(await open(after)).toEqual({ BASE: "b2", HOST: "new", URL: "http://new" });
  });

  it("fixes what generated secrets stand beside", async () => {
    await set("production", { HOST: plain("old") });
    await set("staging", { URL: ref(`http://\${{production.HOST}}`) });
    const { snapshotId } = await ensureGenerated(ctx, { projectId, environment: "staging", keys: ["AUTH_SECRET"] });
    await set("production", { HOST: plain("new") });
    expect(await open(snapshotId)).toMatchObject({ URL: "http://old" });
  });

  it("inherits what it does not set itself, and reads inherited references as its own", async () => {
    await set("production", { A: plain("p"), B: plain("p"), URL: ref(`http://\${{HOST}}`), HOST: plain("p-host") });
    await set("staging", { B: plain("s"), HOST: plain("s-host") });
    await inherit("staging", "production");
    expect(await open(await take("staging"))).toEqual({ A: "p", B: "s", HOST: "s-host", URL: "http://s-host" });
    const { variables } = await getEnvironment(ctx, { projectId, environment: "staging" });
    expect(variables.map(({ key, inheritedFrom, value }) => [key, inheritedFrom, value])).toEqual([
      ["A", "production", "p"],
      ["B", undefined, "s"],
      ["HOST", undefined, "s-host"],
      ["URL", "production", undefined],
    ]);
    await expect(inherit("production", "staging")).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining("production > staging > production"),
    });
    await expect(inherit("staging", "staging")).rejects.toMatchObject({ code: "PRECONDITION" });
    const compared = await compareEnvironments(ctx, {
      projectId,
      from: { environment: "production" },
      to: { environment: "staging" },
    });
    expect(compared.variables.map(({ key, status }) => [key, status])).toEqual([
      ["A", "same"],
      ["B", "different"],
      ["HOST", "different"],
      ["URL", "different"],
    ]);
  });

  it("shows where values come from, and hides what a masked one went into", async () => {
    await set("production", { HOST: plain("h"), KEY: { value: "masked" } });
    await set("staging", {
      OPEN: { ...ref(`http://\${{production.HOST}}`), sensitive: false },
      CLOSED: { ...ref(`\${{production.KEY}}`), sensitive: false },
      BROKEN: { ...ref(`\${{GONE}}`), sensitive: false },
    });
    expect(await resolveVariables(ctx, { projectId, environment: "staging" })).toEqual([
      {
        key: "BROKEN",
        isReference: true,
        sources: [],
        problem: `staging.BROKEN refers to \${{GONE}}, which is not set. Set it, or change the reference.`,
      },
      { key: "CLOSED", isReference: true, sources: ["production.KEY"] },
      { key: "OPEN", isReference: true, sources: ["production.HOST"], value: "http://h" },
    ]);
    const shown = await revealVariable(ctx, { projectId, environment: "staging", key: "CLOSED" });
    expect(shown).toEqual({ value: `\${{production.KEY}}` });
  });

  it("refuses a reference that is none, and a circle with its path", async () => {
    for (const value of ["plain", `\${A}`, `\${{a b}}`, `\${{A}} \${{`]) {
      await expect(set("staging", { A: ref(value) }), value).rejects.toMatchObject({ code: "VALIDATION" });
    }
    await set("staging", { A: ref(`\${{production.B}}`) });
    await set("production", { B: ref(`\${{staging.A}}`) });
    const snapshotId = await take("staging");
    await expect(open(snapshotId)).rejects.toMatchObject({
      details: { reason: "cycle", path: ["staging.A", "production.B", "staging.A"] },
    });
  });
});
