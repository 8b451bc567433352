import { beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { setVariables } from "../service";
import { exportVariables, previewImport } from "./transfer";

const reference = (name: string) => `$${`{{${name}}}`}`;

describeOnPglite("values in and out", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeAll(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "transfer" })).id;
    await setVariables(ctx, {
      projectId,
      variables: { HOST: { value: "db" }, KEY: { value: "k", visibility: "restricted" } },
    });
    await setVariables(ctx, {
      projectId,
      variables: {
        URL: { value: `https://${reference("HOST")}`, isReference: true },
        SIGNED: { value: reference("KEY"), isReference: true },
      },
    });
  });
  const without = (permission: string): Ctx => {
    return { ...ctx, permissions: new Set([...ctx.permissions].filter((each) => each !== permission)) };
  };

  it("exports resolved values, and nothing that is made of a restricted one", async () => {
    expect(await exportVariables(ctx, { projectId })).toEqual({
      variables: [
        { key: "HOST", value: "db" },
        { key: "URL", value: "https://db" },
      ],
      restricted: ["KEY", "SIGNED"],
    });
    await expect(exportVariables(ctx, { projectId, keys: ["NOPE"] })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await exportVariables(ctx, { projectId, environment: "empty" })).toEqual({ variables: [], restricted: [] });
  });

  it("previews names only, and leaves a reference that gives the same value", async () => {
    const values = { HOST: "db", URL: "https://db", KEY: "guess-7", NEW: "", "two words": "x", Low: "1" };
    const preview = await previewImport(ctx, { projectId, values });
    expect(preview.variables).toMatchObject([
      { key: "HOST", status: "unchanged" },
      { key: "URL", status: "unchanged" },
      { key: "KEY", status: "changed" },
      { key: "NEW", status: "added" },
      { key: "two words", status: "invalid" },
      { key: "Low", status: "added", message: expect.stringContaining("capitals") },
    ]);
    expect(preview.absent).toEqual(["SIGNED"]);
    expect(JSON.stringify(preview)).not.toMatch(/https|guess/);
  });

  it("needs the permission to reveal, and to write", async () => {
    const refused = { code: "FORBIDDEN" };
    await expect(exportVariables(without("environment:reveal"), { projectId })).rejects.toMatchObject(refused);
    await expect(previewImport(without("environment:write"), { projectId, values: {} })).rejects.toMatchObject(refused);
  });
});
