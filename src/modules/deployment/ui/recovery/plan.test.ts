import { describe, expect, it } from "vitest";
import { DeploymentDetail, type DeploymentError, PlatformInfo, type RecoveryAction } from "../../schema";
import { planRecovery } from "./plan";

const deployment = DeploymentDetail.parse({
  id: "d",
  projectId: "p",
  projectName: "shop",
  name: "shop",
  platform: "vercel",
  environment: "production",
  target: "production",
  status: "failed",
  cause: "deploy",
  isCurrent: false,
  createdAt: "2026-01-01T00:00:00Z",
  eventCount: 0,
  steps: [],
  checks: [],
  config: { name: "shop" },
  hasSource: false,
  variableNames: [],
  featuresOff: [],
  platformUrl: "https://vercel.com/acme/shop/d",
});

const failed = (recovery: RecoveryAction[], suggestions: string[] = []): DeploymentError => ({
  type: "BUILD_FAILED",
  severity: "recoverable",
  message: "It failed.",
  suggestions,
  recovery,
});

const account = (connectionId: string, state = "ok") => ({
  connectionId,
  name: connectionId,
  account: "Acme",
  state,
  emulated: false,
});
const platform = (id: string, available: boolean, accounts: unknown[] = []) =>
  PlatformInfo.parse({ id, label: id, description: "", available, accounts, capabilities: [] });
const platforms = [
  platform("local", true),
  platform("vercel", true, [account("v")]),
  platform("railway", true, [account("r1"), account("r2"), account("r3", "refused")]),
  platform("render", false),
];

const retry: RecoveryAction = { action: "retry", label: "Try again", command: "berth retry d" };
const toLocal: RecoveryAction = {
  action: "alternative",
  label: "Deploy to this machine instead",
  command: "berth retry d --platform local",
  fix: { kind: "switch-platform", platform: "local" },
};

describe("planRecovery", () => {
  it("puts the most likely way out first", () => {
    const first = (...actions: RecoveryAction[]) => planRecovery(deployment, failed(actions), platforms).first;
    expect(first(retry, toLocal)).toBe("retry");
    expect(first(toLocal, retry)).toBe("elsewhere");
    expect(first({ action: "alternative", label: "Deploy as shop-2", name: "shop-2" }, toLocal)).toBe("name");
    const value: RecoveryAction = { action: "manual", label: "Set A", fix: { kind: "set-variable", key: "A" } };
    expect(first(retry, value)).toBe("values");
    const reconnect: RecoveryAction = {
      action: "reconnect",
      label: "Reconnect",
      href: "/connections?reconnect=c",
      fix: { kind: "reconnect", connectionId: "c" },
    };
    expect(first(retry, reconnect, value)).toBe("reconnect");
  });

  it("leads to every place that works, never to the one that failed", () => {
    const { elsewhere } = planRecovery(deployment, failed([toLocal]), platforms);
    expect(elsewhere).toEqual([
      { platform: "local", label: "This machine" },
      { platform: "railway", connectionId: "r1", label: "Railway: r1" },
      { platform: "railway", connectionId: "r2", label: "Railway: r2" },
    ]);
  });

  it("goes by what the failure named until the places are known", () => {
    expect(planRecovery(deployment, failed([toLocal]), undefined).elsewhere).toEqual([
      { platform: "local", connectionId: undefined, label: "This machine" },
    ]);
  });

  it("keeps the ZIP for a failure that names no way out", () => {
    const plan = planRecovery(deployment, failed([]), []);
    expect(plan.zipHref).toMatch(/^\/api\/scaffold\.zip\?config=/);
    expect(plan).toMatchObject({ first: "retry", elsewhere: [], links: [], commands: [] });
  });

  it("shows pages as links and other commands as commands, and says in words what nothing does", () => {
    const plan = planRecovery(
      deployment,
      failed([
        retry,
        toLocal,
        { action: "manual", label: "Change the project, then deploy again" },
        { action: "check", label: "Billing on Vercel", href: "https://vercel.com/billing" },
        { action: "check", label: "Read the log", command: "berth logs d" },
        { action: "check", label: "See the apps", command: "berth apps" },
        { action: "manual", label: "Approve it", fix: { kind: "approve" } },
        { action: "fallback", label: "Push the project to GitHub", fix: { kind: "push-to-github" } },
      ]),
      platforms,
    );
    expect(plan.advice).toEqual(["Change the project, then deploy again"]);
    expect(plan.commands).toEqual([{ label: "See the apps", command: "berth apps" }]);
    expect(plan.links).toEqual([
      { label: "Billing on Vercel", href: "https://vercel.com/billing" },
      { label: "Approve it", href: "https://vercel.com/acme/shop/d" },
    ]);
    expect(planRecovery(deployment, failed([], ["Do this."]), platforms).advice).toEqual(["Do this."]);
  });

  it("hands on the secrets that stopped it, with a button instead of the command", () => {
    const secrets = [{ fingerprint: "0123456789abcdef", file: "a.ts", line: 2, name: "GitHub token" }];
    const allow: RecoveryAction = {
      action: "manual",
      label: "Allow it and deploy again",
      command: "berth retry d --allow-secret 0123456789abcdef",
      fix: { kind: "allow-secrets", secrets },
    };
    expect(planRecovery(deployment, failed([allow]), platforms)).toMatchObject({ secrets, commands: [], advice: [] });
    expect(planRecovery(deployment, failed([retry]), platforms).secrets).toEqual([]);
  });
});
