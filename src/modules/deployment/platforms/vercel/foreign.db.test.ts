import { expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { describeOnPglite } from "@/server/testing";
import { registerJobs } from "../../jobs";
import { type Files, tinyProject, upload } from "../../testing/tiny-project";
import { vercelRuns } from "../../testing/vercel-runs";

const crew = { id: "team_1", slug: "crew", name: "Crew" };
const manifest = (scripts: Record<string, string>, dependencies: Record<string, string>) =>
  JSON.stringify({ name: "theirs", scripts, dependencies });

const next: Files = {
  "package.json": manifest({ build: "next build", start: "next start" }, { next: "16.4.5", react: "19.3.1" }),
  "app/page.tsx": "export default function Page() { return null; }",
  ".env.local": "SECRET=hush",
};
const astroServer: Files = {
  "package.json": manifest(
    { build: "astro build", start: "node ./dist/server/entry.mjs" },
    { astro: "7.3.4", "@astrojs/node": "11.1.6" },
  ),
  "astro.config.mjs": "export default {};",
};
const staticVite: Files = {
  "package.json": manifest({ build: "vite build", start: "vite preview" }, { vite: "8.3.4" }),
  "index.html": "<!doctype html>",
};
const viteWithServer: Files = {
  ...staticVite,
  "package.json": manifest({ build: "vite build", start: "NODE_ENV=production node server.js" }, { vite: "8.3.4" }),
  "server.js": "",
};

describeOnPglite("projects Berth did not make, on Vercel", (getCtx) => {
  const runs = vercelRuns(getCtx, registerJobs, { teams: [crew], defaultTeamId: crew.id });
  const deploy = async (name: string, files: Files) => {
    const { id } = await createProject(runs.ctx, { name });
    return runs.again(id, { sourceId: await upload(runs.ctx, files) });
  };

  it("go to the team of the connection, without their secrets", async () => {
    const done = await deploy("theirs", next);
    expect(done.error).toBeUndefined();
    expect(done.status).toBe("succeeded");
    const { project, deployments } = runs.onVercel("theirs");
    expect(project).toMatchObject({ ownerId: "team_1", settings: { framework: "nextjs" } });
    expect(deployments[0]?.files).toEqual(["app/page.tsx", "package.json"]);
  });

  it("are built the way Vercel finds out where it knows better", async () => {
    expect((await deploy("pages", staticVite)).status).toBe("succeeded");
    expect(runs.onVercel("pages").project.settings).not.toHaveProperty("framework");
  });

  it.each([
    ["a server of its own", tinyProject()],
    ["the Node adapter of Astro", astroServer],
    ["Vite behind a server", viteWithServer],
  ])("are refused with %s, and nothing is made", async (what, files) => {
    const name = `refused-${what.length}`;
    const failed = await deploy(name, files);
    expect(failed).toMatchObject({ status: "failed", error: { type: "INVALID_CONFIG" } });
    expect(failed.error?.message).toContain("has to keep running");
    expect([...runs.vercel.world.projects.values()].map((project) => project.name)).not.toContain(name);
  });
});
