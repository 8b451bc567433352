import { describe, expect, it } from "vitest";
import { DeploymentDetail, type DeploymentStatus } from "../../schema";
import { offer } from "./deployment-actions";
import { filesHref, zipHref } from "./links";

const detail = (status: DeploymentStatus, isCurrent = false, more: object = {}): DeploymentDetail =>
  DeploymentDetail.parse({
    id: "d",
    projectId: "p",
    projectName: "shop",
    name: "shop",
    platform: "local",
    environment: "production",
    target: "production",
    status,
    cause: "deploy",
    isCurrent,
    createdAt: "2026-01-01T00:00:00Z",
    eventCount: 0,
    steps: [],
    checks: [],
    config: {},
    hasSource: false,
    variableNames: [],
    featuresOff: [],
    appName: "shop",
    ...more,
  });

const offered = (deployment: DeploymentDetail) =>
  Object.entries(offer(deployment))
    .filter(([, isOffered]) => isOffered)
    .map(([action]) => action);

describe("offer", () => {
  it("offers what the state allows and nothing else", () => {
    expect(offered(detail("running"))).toEqual(["cancel"]);
    expect(offered(detail("succeeded", true))).toEqual(["redeploy", "stop", "delete"]);
    expect(offered(detail("stopped", true))).toEqual(["redeploy", "start", "delete"]);
    expect(offered(detail("succeeded"))).toEqual(["redeploy", "rollback", "delete"]);
    expect(offered(detail("failed"))).toEqual(["delete"]);
  });
});

describe("offer on a platform with previews", () => {
  it("promotes a preview, and rolls back to what visitors had", () => {
    const hosted = { platform: "vercel", appName: undefined };
    expect(offered(detail("succeeded", false, { ...hosted, target: "preview" }))).toEqual(["redeploy", "promote"]);
    expect(offered(detail("succeeded", false, hosted))).toEqual(["redeploy", "rollback"]);
    expect(offered(detail("succeeded", true, hosted))).toEqual(["redeploy"]);
  });
});

describe("zipHref", () => {
  it("encodes any configuration as base64url", () => {
    const config = { name: "shop", note: "ü?>" };
    const encoded = new URL(zipHref(config), "http://a").searchParams.get("config") ?? "";
    expect(encoded).toMatch(/^[\w-]+$/);
    expect(JSON.parse(Buffer.from(encoded, "base64url").toString())).toEqual(config);
  });
});

describe("filesHref", () => {
  it("leads to the uploaded folder where there is one, never to a project generated from its configuration", () => {
    const generated = detail("succeeded");
    expect(filesHref(generated)).toBe(zipHref(generated.config));
    expect(filesHref({ ...generated, hasSource: true })).toBe("/api/deployments/d/source.zip");
    expect(filesHref({ ...generated, config: null })).toBeUndefined();
  });
});
