import { createHash } from "node:crypto";
import { VercelCore } from "@vercel/sdk/core.js";
import { authenticationGetAuthToken } from "@vercel/sdk/funcs/authenticationGetAuthToken.js";
import { deploymentsCancelDeployment } from "@vercel/sdk/funcs/deploymentsCancelDeployment.js";
import { deploymentsCreateDeployment } from "@vercel/sdk/funcs/deploymentsCreateDeployment.js";
import { deploymentsDeleteDeployment } from "@vercel/sdk/funcs/deploymentsDeleteDeployment.js";
import { deploymentsGetDeployment } from "@vercel/sdk/funcs/deploymentsGetDeployment.js";
import { deploymentsGetDeploymentEvents } from "@vercel/sdk/funcs/deploymentsGetDeploymentEvents.js";
import { deploymentsGetDeployments } from "@vercel/sdk/funcs/deploymentsGetDeployments.js";
import { deploymentsUploadFile } from "@vercel/sdk/funcs/deploymentsUploadFile.js";
import { domainsGetDomainConfig } from "@vercel/sdk/funcs/domainsGetDomainConfig.js";
import { projectsAddProjectDomain } from "@vercel/sdk/funcs/projectsAddProjectDomain.js";
import { projectsCreateProject } from "@vercel/sdk/funcs/projectsCreateProject.js";
import { projectsCreateProjectEnv } from "@vercel/sdk/funcs/projectsCreateProjectEnv.js";
import { projectsDeleteProject } from "@vercel/sdk/funcs/projectsDeleteProject.js";
import { projectsFilterProjectEnvs } from "@vercel/sdk/funcs/projectsFilterProjectEnvs.js";
import { projectsGetProject } from "@vercel/sdk/funcs/projectsGetProject.js";
import { projectsGetProjectDomain } from "@vercel/sdk/funcs/projectsGetProjectDomain.js";
import { projectsGetProjectDomains } from "@vercel/sdk/funcs/projectsGetProjectDomains.js";
import { projectsPauseProject } from "@vercel/sdk/funcs/projectsPauseProject.js";
import { projectsRemoveProjectDomain } from "@vercel/sdk/funcs/projectsRemoveProjectDomain.js";
import { projectsRemoveProjectEnv } from "@vercel/sdk/funcs/projectsRemoveProjectEnv.js";
import { projectsRequestPromote } from "@vercel/sdk/funcs/projectsRequestPromote.js";
import { projectsRequestRollback } from "@vercel/sdk/funcs/projectsRequestRollback.js";
import { projectsUnpauseProject } from "@vercel/sdk/funcs/projectsUnpauseProject.js";
import { projectsUpdateProject } from "@vercel/sdk/funcs/projectsUpdateProject.js";
import { projectsVerifyProjectDomain } from "@vercel/sdk/funcs/projectsVerifyProjectDomain.js";
import { teamsGetTeams } from "@vercel/sdk/funcs/teamsGetTeams.js";
import { userGetAuthUser } from "@vercel/sdk/funcs/userGetAuthUser.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startVercel, type VercelEmulator } from "./vercel";

// Vercel's own SDK checks every answer strictly, so what it takes has the shape of the real one.

let vercel: VercelEmulator;
let sdk: VercelCore;

beforeAll(async () => {
  vercel = await startVercel({ paceMs: 5, teams: [{ id: "team_1", slug: "crew", name: "Crew" }] });
  sdk = new VercelCore({ serverURL: vercel.address, bearerToken: vercel.goodToken });
});
afterAll(() => vercel.close());

/** What the SDK made of an answer, or why it did not take it. */
async function taken<T>(asked: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw result.error;
  return result.value;
}

async function ready(idOrUrl: string): Promise<void> {
  await expect
    .poll(async () => (await taken(deploymentsGetDeployment(sdk, { idOrUrl }))).readyState, { timeout: 20_000 })
    .toBe("READY");
}

const manifest = JSON.stringify({ dependencies: { next: "16.4.5" } });
const files = [{ file: "package.json", data: manifest, encoding: "utf-8" as const }];

it("is taken for the account, its teams and its token", async () => {
  expect((await taken(userGetAuthUser(sdk)))?.user).toMatchObject({ username: "dev" });
  expect((await taken(teamsGetTeams(sdk, {}))).teams).toMatchObject([{ slug: "crew" }]);
  expect((await taken(authenticationGetAuthToken(sdk, { tokenId: "current" }))).token?.type).toBe("token");
});

it("is taken for projects and their variables", async () => {
  const project = await taken(
    projectsCreateProject(sdk, { requestBody: { name: "sdk-project", framework: "nextjs" } }),
  );
  const idOrName = project.id;
  expect(await taken(projectsGetProject(sdk, { idOrName: "sdk-project" }))).toMatchObject({ id: idOrName });
  await taken(projectsUpdateProject(sdk, { idOrName, requestBody: { buildCommand: "next build" } }));
  const requestBody = [
    { key: "OPEN", value: "1", type: "plain" as const, target: ["production" as const] },
    { key: "CLOSED", value: "2", type: "sensitive" as const, target: ["production" as const] },
    { key: "TZ", value: "UTC", type: "plain" as const, target: ["production" as const] },
  ];
  const set = await taken(projectsCreateProjectEnv(sdk, { idOrName, upsert: "true", requestBody }));
  expect(set.failed.map(({ error }) => error.code)).toEqual(["RESERVED_ENV_VARIABLE"]);
  const listed = await taken(projectsFilterProjectEnvs(sdk, { idOrName }));
  expect(listed).toMatchObject({
    envs: [
      { key: "OPEN", value: "1" },
      { key: "CLOSED", value: "" },
    ],
  });
  const id = vercel.world.projects.get(project.id)?.variables[0]?.id ?? "";
  await taken(projectsRemoveProjectEnv(sdk, { idOrName, id }));
  await taken(projectsPauseProject(sdk, { projectId: project.id }));
  await taken(projectsUnpauseProject(sdk, { projectId: project.id }));
  await taken(projectsDeleteProject(sdk, { idOrName }));
});

it("is taken for uploads, deployments, their log, promotion and roll back", async () => {
  const project = await taken(projectsCreateProject(sdk, { requestBody: { name: "sdk-deploys" } }));
  const bytes = new TextEncoder().encode(manifest);
  const sha = createHash("sha1").update(bytes).digest("hex");
  await taken(deploymentsUploadFile(sdk, { contentLength: bytes.length, xVercelDigest: sha, requestBody: bytes }));
  const make = (target?: "production") =>
    taken(
      deploymentsCreateDeployment(sdk, {
        requestBody: {
          name: project.name,
          project: project.id,
          files: [{ file: "package.json", sha, size: bytes.length }],
          ...(target ? { target } : {}),
        },
      }),
    );
  const first = await make("production");
  expect(first).toMatchObject({ readyState: "QUEUED", aliasAssigned: false });
  await ready(first.id);
  const preview = await make();
  await ready(preview.id);
  const list = await taken(deploymentsGetDeployments(sdk, { projectId: project.id }));
  expect(list.deployments.map(({ uid }) => uid)).toEqual([preview.id, first.id]);
  const events = await taken(deploymentsGetDeploymentEvents(sdk, { idOrUrl: first.id, builds: 1 }));
  expect(JSON.stringify(events)).toContain("Build Completed");
  await taken(projectsRequestPromote(sdk, { projectId: project.id, deploymentId: preview.id }));
  await expect.poll(() => vercel.world.projects.get(project.id)?.productionId).toBe(preview.id);
  await taken(projectsRequestRollback(sdk, { projectId: project.id, deploymentId: first.id }));
  await expect.poll(() => vercel.world.projects.get(project.id)?.productionId).toBe(first.id);
  expect(await taken(deploymentsDeleteDeployment(sdk, { id: preview.id }))).toMatchObject({ state: "DELETED" });
});

it("is taken for a cancelled deployment", async () => {
  vercel.scenario.addOutcome({ name: "sdk-cancel", result: "stuck" });
  const project = await taken(projectsCreateProject(sdk, { requestBody: { name: "sdk-cancel" } }));
  const requestBody = { name: project.name, project: project.id, files };
  const { id } = await taken(deploymentsCreateDeployment(sdk, { requestBody }));
  expect(await taken(deploymentsCancelDeployment(sdk, { id }))).toMatchObject({ readyState: "CANCELED" });
});

it("is taken for domains", async () => {
  const { id: idOrName } = await taken(projectsCreateProject(sdk, { requestBody: { name: "sdk-domains" } }));
  const domain = "proven.example.com";
  const added = await taken(projectsAddProjectDomain(sdk, { idOrName, requestBody: { name: domain } }));
  expect(added).toMatchObject({ verified: false });
  expect((await taken(projectsGetProjectDomains(sdk, { idOrName }))).domains).toHaveLength(2);
  expect((await taken(domainsGetDomainConfig(sdk, { domain }))).misconfigured).toBe(true);
  expect(await taken(projectsVerifyProjectDomain(sdk, { idOrName, domain }))).toMatchObject({ verified: true });
  expect(await taken(projectsGetProjectDomain(sdk, { idOrName, domain }))).toMatchObject({ verified: true });
  await taken(projectsRemoveProjectDomain(sdk, { idOrName, domain, requestBody: {} }));
});
