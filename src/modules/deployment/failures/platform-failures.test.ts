import { describe, expect, it } from "vitest";
import { PlatformError, type PlatformErrorKind } from "@/modules/connections";
import { DeploymentError } from "../schema";
import { describeFailure } from "./failure";
import { describePlatformError, suggestName, variablesRefused } from "./platform-failures";

const now = new Date("2026-03-01T10:00:00Z");
const id = "0192-id";
const others = [{ platform: "railway" as const, connectionId: "c-rail", account: "Acme" }];

function tell(kind: PlatformErrorKind, fields: Partial<ConstructorParameters<typeof PlatformError>[0]> = {}) {
  const error = new PlatformError({ platform: "vercel", kind, message: "It said no.", ...fields });
  const thrown = describePlatformError(error, { name: "shop", connectionId: "c-1", others, now });
  return {
    thrown,
    told: DeploymentError.parse(
      describeFailure(thrown, { id, platform: error.platform === "github" ? "render" : error.platform }),
    ),
  };
}

const expected: Record<PlatformErrorKind, [type: DeploymentError["type"], isTemporary: boolean]> = {
  AUTH_INVALID: ["AUTH_FAILED", false],
  AUTH_SCOPE: ["INSUFFICIENT_PERMISSIONS", false],
  PAYMENT_REQUIRED: ["PAYMENT_REQUIRED", false],
  NAME_TAKEN: ["PROJECT_NAME_TAKEN", false],
  VALIDATION: ["INVALID_CONFIG", false],
  NOT_FOUND: ["INVALID_CONFIG", false],
  CONFLICT: ["PLATFORM_UNAVAILABLE", true],
  RATE_LIMITED: ["RATE_LIMIT_EXCEEDED", true],
  QUOTA_DAILY: ["QUOTA_EXCEEDED", false],
  TOO_LARGE: ["UPLOAD_FAILED", false],
  SOURCE_ACCESS: ["INSUFFICIENT_PERMISSIONS", false],
  NOT_READY: ["PLATFORM_UNAVAILABLE", true],
  UPSTREAM: ["PLATFORM_UNAVAILABLE", true],
  NOT_SENT: ["PLATFORM_UNAVAILABLE", true],
  UNCERTAIN: ["PLATFORM_UNAVAILABLE", true],
};
const kinds = Object.keys(expected) as PlatformErrorKind[];

describe("describePlatformError", () => {
  it.each(kinds)("tells %s with the platform's sentence, advice and a way out", (kind) => {
    for (const platform of ["vercel", "railway", "render", "github"] as const) {
      const { thrown, told } = tell(kind, { platform, status: 418, code: "teapot" });
      expect([told.type, thrown.isTemporary]).toEqual(expected[kind]);
      expect(told.severity).toBe(thrown.isTemporary ? "temporary" : "recoverable");
      expect(told.evidence?.[0]).toMatch(/^(Vercel|Railway|Render|GitHub) \(418, teapot\): It said no\.$/);
      expect(told.message).not.toMatch(/undefined|\.\./);
      expect(told.suggestions.length).toBeGreaterThan(0);
      const waysOut = told.recovery.filter(({ href, command }) => href !== undefined || command !== undefined);
      expect(waysOut.length).toBeGreaterThan(0);
    }
  });

  it("leads a refused token to the page that takes a new one, and back", () => {
    const [reconnect] = tell("AUTH_INVALID").told.recovery;
    expect(reconnect).toMatchObject({
      action: "reconnect",
      href: `/connections?reconnect=c-1&return=${encodeURIComponent(`/deployments/${id}`)}`,
      fix: { kind: "reconnect", connectionId: "c-1" },
    });
  });

  it("says which right is missing and where it is given", () => {
    const { told } = tell("AUTH_SCOPE", { platform: "github" });
    expect(told.suggestions.join(" ")).toContain("workflow");
    expect(told.recovery.some(({ href }) => href?.startsWith("https://github.com/settings/tokens"))).toBe(true);
  });

  it("says that Render needs a paid plan, with the page for it", () => {
    const { told } = tell("PAYMENT_REQUIRED", { platform: "render" });
    expect(told.message).toContain("Render needs a paid plan");
    expect(told.recovery[0]?.href).toBe("https://dashboard.render.com/billing");
  });

  it("offers a free name of its own, never the project that is there", () => {
    const { told } = tell("NAME_TAKEN");
    const { name = "", command } = told.recovery[0] ?? {};
    expect(name).toMatch(/^shop-[a-z2-9]{4}$/);
    expect(command).toBe(`berth retry ${id} --name ${name}`);
    const error = new PlatformError({ platform: "vercel", kind: "NAME_TAKEN", message: "exists" });
    const looked = describePlatformError(error, { name: "shop", freeName: "shop-2" });
    expect(looked.failure.recovery[0]?.name).toBe("shop-2");
  });

  it("hands the wait that was asked for to the engine, and leaves a long one to people", () => {
    const short = tell("RATE_LIMITED", { retryAfterSeconds: 30 });
    expect(short.thrown).toMatchObject({ isTemporary: true, retryAfterSeconds: 30 });
    expect(short.told.message).toContain("in 30 s");
    const long = tell("RATE_LIMITED", { retryAfterSeconds: 3_000, until: new Date("2026-03-01T10:50:00Z") });
    expect(long.thrown.isTemporary).toBe(false);
    expect(long.told.severity).toBe("recoverable");
    expect(long.told.suggestions.join(" ")).toContain("2026-03-01 10:50 UTC");
    expect(tell("NOT_SENT", { retryAfterSeconds: 12 }).thrown.retryAfterSeconds).toBe(12);
  });

  it("tells when a daily quota is full again, and does not try before", () => {
    const { thrown, told } = tell("QUOTA_DAILY", { until: new Date("2026-03-02T04:30:00Z") });
    expect(told.message).toContain("2026-03-02 04:30 UTC, in 18 h 30 min");
    expect(thrown.isTemporary).toBe(false);
    expect(tell("QUOTA_DAILY").told.message).toContain("2026-03-02 10:00 UTC");
  });

  it("names the platform's GitHub app where the platform cannot see the repository", () => {
    const { told } = tell("SOURCE_ACCESS", { platform: "render" });
    expect(told.message).toContain("its own GitHub app");
    expect(told.recovery[0]?.href).toBe("https://github.com/apps/render/installations/new");
  });

  it("offers the other connected platform and this machine when a platform is down", () => {
    const { recovery } = tell("UPSTREAM", { status: 503 }).told;
    expect(recovery.flatMap(({ fix }) => (fix?.kind === "switch-platform" ? [fix] : []))).toEqual([
      { kind: "switch-platform", platform: "railway", connectionId: "c-rail" },
      { kind: "switch-platform", platform: "local" },
    ]);
    expect(recovery.find(({ fix }) => fix?.kind === "switch-platform")).toMatchObject({
      label: "Deploy to Acme on Railway instead",
      command: `berth retry ${id} --platform railway --connection c-rail`,
    });
  });

  it("does not offer the platform it went to when GitHub on the way there failed", () => {
    const error = new PlatformError({ platform: "github", kind: "UPSTREAM", message: "down" });
    const { recovery } = describePlatformError(error, { name: "shop", platform: "railway", others }).failure;
    expect(recovery.flatMap(({ fix }) => (fix?.kind === "switch-platform" ? [fix.platform] : []))).toEqual(["local"]);
  });

  it("does not try again what answers otherwise than described, and names the field", () => {
    const { thrown, told } = tell("UPSTREAM", { field: "readyState", status: 200 });
    expect(thrown.isTemporary).toBe(false);
    expect(told.message).toContain("readyState");
    expect(tell("UPSTREAM", { field: "body", status: 502 }).thrown.isTemporary).toBe(true);
  });
});

it("names the variables that were refused, with a field for each", () => {
  const { failure } = variablesRefused("vercel", [
    { key: "VERCEL_URL", message: "The name is reserved." },
    { key: "", message: "Unknown." },
  ]);
  expect(failure.message).toContain("2 variables: VERCEL_URL.");
  expect(failure.evidence).toEqual(["VERCEL_URL: The name is reserved.", "Unknown."]);
  expect(failure.recovery[0]?.fix).toEqual({ kind: "set-variable", key: "VERCEL_URL" });
});

it("suggests names that are valid, whatever the length", () => {
  expect(suggestName(`${"a".repeat(39)}-bcd`)).toMatch(/^a{39}-[a-z2-9]{4}$/);
});
