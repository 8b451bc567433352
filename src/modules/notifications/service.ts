import { and, asc, desc, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import {
  Channel,
  type ChannelKind,
  ChannelRef,
  CreateChannel,
  Delivery,
  DeliveryRef,
  type NotificationEvent,
  UpdateChannel,
} from "./schema";
import { hidePlace, type SealedPlace, sealPlace } from "./sealed-place";
import { checkAddress } from "./send";
import { newSigningSecret } from "./signature";
import { outboundChannel, outboundDelivery } from "./tables";

type Row = typeof outboundChannel.$inferSelect;

const shownDeliveries = 50;
const maxChannels = 50;

/** Who is told, without addresses and secrets. */
export async function listChannels(ctx: Ctx): Promise<{ channels: Channel[]; canWrite: boolean; canMail: boolean }> {
  requirePermission(ctx, "connection:read");
  const rows = await ctx.db
    .select()
    .from(outboundChannel)
    .where(eq(outboundChannel.orgId, ctx.orgId))
    .orderBy(asc(outboundChannel.name));
  const last = await lastDeliveries(ctx, rows);
  return {
    channels: rows.map((row) => toChannel(row, last.get(row.id))),
    canWrite: ctx.permissions.has("connection:write"),
    canMail: ctx.mail !== undefined,
  };
}

/** Adds a channel. The secret that signs a webhook is answered here and never again. */
export async function createChannel(ctx: Ctx, input: CreateChannel): Promise<{ id: string; secret?: string }> {
  requirePermission(ctx, "connection:write");
  const { name, place, projectId, events } = CreateChannel.parse(input);
  if (place.kind === "email" && !ctx.mail) throw mailMissing();
  if (place.kind !== "email") checkAddress(place.address, place.allowPrivate);
  if (projectId) await getProject(ctx, { id: projectId });
  const secret = place.kind === "webhook" ? newSigningSecret() : undefined;
  const sealed: SealedPlace = {
    address: place.address,
    allowPrivate: place.kind !== "email" && place.allowPrivate,
    ...(secret ? { secret } : {}),
  };
  hidePlace(place.kind, sealed);
  const hint = place.kind === "email" ? place.address : new URL(place.address).host;
  const id = ctx.newId();
  await inTransaction(ctx, async (tx) => {
    const held = await tx.db.$count(outboundChannel, eq(outboundChannel.orgId, tx.orgId));
    if (held >= maxChannels) throw new AppError("LIMIT", `${maxChannels} channels are the most. Remove one first.`);
    const row = { id, orgId: tx.orgId, kind: place.kind };
    await tx.db.insert(outboundChannel).values({
      ...row,
      ...sealPlace(tx, row, sealed),
      name,
      projectId,
      events,
      hint,
      createdBy: tx.actor.kind === "system" ? "berth" : tx.actor.userId,
      createdAt: tx.now(),
    });
    const details = { kind: place.kind, name, hint, events, projectId };
    await recordAudit(tx, { action: "channel.created", targetKind: "channel", targetId: id, details });
  });
  return secret ? { id, secret } : { id };
}

/** Renames a channel, chooses its outcomes anew, or turns it off and on. Throws NOT_FOUND. */
export async function updateChannel(ctx: Ctx, input: z.input<typeof UpdateChannel>): Promise<void> {
  requirePermission(ctx, "connection:write");
  const { id, enabled, ...rest } = UpdateChannel.parse(input);
  await inTransaction(ctx, async (tx) => {
    await readChannel(tx, id);
    const change = { ...rest, ...(enabled === undefined ? {} : { isEnabled: enabled }) };
    if (Object.keys(change).length === 0) return;
    await tx.db.update(outboundChannel).set(change).where(eq(outboundChannel.id, id));
    await recordAudit(tx, { action: "channel.changed", targetKind: "channel", targetId: id, details: change });
  });
}

/** Forgets a channel with its delivery log. Throws NOT_FOUND. */
export async function removeChannel(ctx: Ctx, input: z.input<typeof ChannelRef>): Promise<void> {
  requirePermission(ctx, "connection:write");
  const { id } = ChannelRef.parse(input);
  await inTransaction(ctx, async (tx) => {
    const { name, kind } = await readChannel(tx, id);
    await tx.db.delete(outboundChannel).where(eq(outboundChannel.id, id));
    const details = { name, kind };
    await recordAudit(tx, { action: "channel.removed", targetKind: "channel", targetId: id, details });
  });
}

/** The last messages of a channel, newest first. Throws NOT_FOUND. */
export async function listDeliveries(ctx: Ctx, input: z.input<typeof ChannelRef>): Promise<Delivery[]> {
  requirePermission(ctx, "connection:read");
  const { id } = ChannelRef.parse(input);
  await readChannel(ctx, id);
  const rows = await ctx.db
    .select()
    .from(outboundDelivery)
    .where(eq(outboundDelivery.channelId, id))
    .orderBy(desc(outboundDelivery.createdAt))
    .limit(shownDeliveries);
  return rows.map((row) =>
    Delivery.parse({
      ...row,
      createdAt: row.createdAt.toISOString(),
      deliveredAt: row.deliveredAt?.toISOString() ?? null,
      nextTryAt: row.state === "waiting" ? (row.nextTryAt?.toISOString() ?? null) : null,
    }),
  );
}

/** Sends a message once more, now, with the same id. Throws NOT_FOUND. */
export async function redeliver(ctx: Ctx, input: z.input<typeof DeliveryRef>): Promise<void> {
  requirePermission(ctx, "connection:write");
  const { id } = DeliveryRef.parse(input);
  await inTransaction(ctx, async (tx) => {
    const own = tx.db
      .select({ id: outboundChannel.id })
      .from(outboundChannel)
      .where(eq(outboundChannel.orgId, tx.orgId));
    const [row] = await tx.db
      .update(outboundDelivery)
      .set({ state: "waiting", tries: 0, nextTryAt: tx.now(), problem: null, status: null })
      .where(and(eq(outboundDelivery.id, id), inArray(outboundDelivery.channelId, own)))
      .returning({ channelId: outboundDelivery.channelId });
    if (!row) throw new AppError("NOT_FOUND", "There is no such message any more.");
    const details = { delivery: id };
    await recordAudit(tx, { action: "channel.redelivered", targetKind: "channel", targetId: row.channelId, details });
  });
}

async function readChannel(ctx: Ctx, id: string): Promise<Row> {
  const [row] = await ctx.db
    .select()
    .from(outboundChannel)
    .where(and(eq(outboundChannel.id, id), eq(outboundChannel.orgId, ctx.orgId)));
  if (row) return row;
  throw new AppError("NOT_FOUND", "There is no such channel any more. Reload the page to see those there are.");
}

async function lastDeliveries(ctx: Ctx, rows: readonly Row[]) {
  if (rows.length === 0) return new Map();
  const found = await ctx.db
    .selectDistinctOn([outboundDelivery.channelId])
    .from(outboundDelivery)
    .where(
      inArray(
        outboundDelivery.channelId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(outboundDelivery.channelId, desc(outboundDelivery.createdAt));
  return new Map(found.map((row) => [row.channelId, { state: row.state, at: row.createdAt.toISOString() }]));
}

function toChannel(row: Row, last: { state: string; at: string } | undefined): Channel {
  return Channel.parse({
    id: row.id,
    kind: row.kind as ChannelKind,
    name: row.name,
    projectId: row.projectId,
    events: row.events as NotificationEvent[],
    hint: row.hint,
    enabled: row.isEnabled,
    createdAt: row.createdAt.toISOString(),
    last: last ?? null,
  });
}

function mailMissing(): AppError {
  return new AppError(
    "PRECONDITION",
    "Berth cannot send e-mail yet. Set SMTP_URL (such as smtps://user:password@mail.example.com) and MAIL_FROM, and start it again.",
  );
}
