import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import type { HostedDomain } from "../platforms/operations";
import { callPlatform, type HostedRow, readHostedApp } from "./open-app";
import { AddDomain, DomainRef, HostedAppRef } from "./shapes";

/** The domains of an app with what has to be set in the DNS, as the platform knows them now. */
export async function listDomains(ctx: Ctx, input: HostedAppRef): Promise<HostedDomain[]> {
  requirePermission(ctx, "deployment:read");
  const row = await readHostedApp(ctx, HostedAppRef.parse(input).id);
  return callPlatform(ctx, row, (operations, call) => operations.domains?.list(call));
}

/** Gives an app one more domain; some platforms answer two (with and without www). */
export async function addDomain(ctx: Ctx, input: AddDomain): Promise<HostedDomain[]> {
  requirePermission(ctx, "deployment:write");
  const { id, name } = AddDomain.parse(input);
  const row = await readHostedApp(ctx, id);
  const added = await callPlatform(ctx, row, (operations, call) => operations.domains?.add(call, name));
  await record(ctx, row, "domain.added", name);
  return added;
}

/** Asks the platform to look at the DNS once more. */
export async function verifyDomain(ctx: Ctx, input: DomainRef): Promise<HostedDomain> {
  requirePermission(ctx, "deployment:write");
  const { id, domainId } = DomainRef.parse(input);
  const row = await readHostedApp(ctx, id);
  return callPlatform(ctx, row, (operations, call) => operations.domains?.verify(call, domainId));
}

/** Takes a domain from an app; its DNS records stay for their owner to remove. */
export async function removeDomain(ctx: Ctx, input: DomainRef): Promise<void> {
  requirePermission(ctx, "deployment:write");
  const { id, domainId } = DomainRef.parse(input);
  const row = await readHostedApp(ctx, id);
  await callPlatform(ctx, row, (operations, call) => operations.domains?.remove(call, domainId));
  await record(ctx, row, "domain.removed", domainId);
}

async function record(ctx: Ctx, row: HostedRow, action: string, domain: string): Promise<void> {
  const details = { domain, platform: row.platform, name: row.name };
  await recordAudit(ctx, { action, targetKind: "hosted-app", targetId: row.id, details });
}
