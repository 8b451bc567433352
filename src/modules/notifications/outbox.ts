import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction, queryRows } from "@/server/db";
import { AppError } from "@/server/errors";
import { type ChannelKind, ChannelRef, type Message, type NotificationEvent } from "./schema";
import { openPlace } from "./sealed-place";
import { type SendResult, sendMessage } from "./send";
import { outboundChannel, outboundDelivery } from "./tables";

export interface Notice {
  event: NotificationEvent;
  /** What it tells of; the same subject and event are told once. */
  subjectId: string;
  projectId: string;
  message: Message;
}

/** Waits between tries: a receiver that is down for an evening still gets its message. */
const pausesSeconds = [10, 60, 300, 1_800, 7_200, 21_600];
const atOnce = 20;
/** A message that a process took and did not finish is taken again after this long. */
const leaseSeconds = 60;

/** Puts a message in the outbox of every channel that asked for it. May be called inside a transaction, and again. */
export async function notify(ctx: Ctx, notice: Notice): Promise<void> {
  const channels = await ctx.db
    .select({ id: outboundChannel.id, events: outboundChannel.events })
    .from(outboundChannel)
    .where(
      and(
        eq(outboundChannel.orgId, ctx.orgId),
        eq(outboundChannel.isEnabled, true),
        or(isNull(outboundChannel.projectId), eq(outboundChannel.projectId, notice.projectId)),
      ),
    );
  const rows = channels
    .filter(({ events }) => events.includes(notice.event))
    .map(({ id }) => ({
      id: ctx.newId(),
      channelId: id,
      subjectId: notice.subjectId,
      event: notice.event,
      payload: notice.message,
      nextTryAt: ctx.now(),
      createdAt: ctx.now(),
    }));
  if (rows.length > 0) await ctx.db.insert(outboundDelivery).values(rows).onConflictDoNothing();
}

/** Sends a test message now and answers what came of it. Throws NOT_FOUND. */
export async function testChannel(ctx: Ctx, input: z.input<typeof ChannelRef>): Promise<SendResult> {
  requirePermission(ctx, "connection:write");
  const { id } = ChannelRef.parse(input);
  const [row] = await ctx.db
    .select()
    .from(outboundChannel)
    .where(and(eq(outboundChannel.id, id), eq(outboundChannel.orgId, ctx.orgId)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such channel any more.");
  const message: Message = {
    title: "Berth can reach this channel",
    text: "This is a test. The outcomes of deployments will arrive here.",
    link: null,
    data: { test: true },
  };
  const deliveryId = ctx.newId();
  const at = ctx.now();
  const result = await sendMessage(
    { id: deliveryId, event: "test", at, message },
    { kind: row.kind as ChannelKind, place: openPlace(ctx, row), mail: ctx.mail, signal: ctx.signal },
  );
  await ctx.db.insert(outboundDelivery).values({
    id: deliveryId,
    channelId: row.id,
    event: "test",
    payload: message,
    state: result.isDelivered ? "delivered" : "failed",
    tries: 1,
    status: result.status,
    problem: result.problem,
    createdAt: at,
    deliveredAt: result.isDelivered ? ctx.now() : null,
  });
  return result;
}

interface Due extends Record<string, unknown> {
  id: string;
  channelId: string;
  event: string;
  payload: Message;
  tries: number;
  createdAt: Date | string;
}

/** Sends what is due; several processes share the work. Answers how many were tried. */
export async function deliverDue(ctx: Ctx): Promise<number> {
  const due = await queryRows<Due>(
    ctx.db,
    sql`update outbound_delivery set next_try_at = ${ctx.now().toISOString()}::timestamptz + ${leaseSeconds} * interval '1 second'
        where id in (
          select id from outbound_delivery where state = 'waiting' and next_try_at <= ${ctx.now().toISOString()}::timestamptz
          order by next_try_at limit ${atOnce} for update skip locked)
        returning id, channel_id as "channelId", event, payload, tries, created_at as "createdAt"`,
  );
  await Promise.all(due.map((delivery) => deliver(ctx, delivery)));
  return due.length;
}

async function deliver(ctx: Ctx, delivery: Due): Promise<void> {
  const [row] = await ctx.db.select().from(outboundChannel).where(eq(outboundChannel.id, delivery.channelId));
  if (!row) return;
  const result = row.isEnabled
    ? await sendMessage(
        { id: delivery.id, event: delivery.event, at: new Date(delivery.createdAt), message: delivery.payload },
        { kind: row.kind as ChannelKind, place: openPlace(ctx, row), mail: ctx.mail, signal: ctx.signal },
      )
    : { isDelivered: false, status: null, problem: "The channel was turned off.", isFinal: true };
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(outboundDelivery)
      .set(afterTry(tx, delivery.tries + 1, result))
      .where(eq(outboundDelivery.id, delivery.id));
    if (result.status === 410) {
      await tx.db.update(outboundChannel).set({ isEnabled: false }).where(eq(outboundChannel.id, row.id));
    }
  });
}

function afterTry(ctx: Ctx, tries: number, result: SendResult) {
  const { status, problem } = result;
  if (result.isDelivered)
    return { state: "delivered", tries, status, problem, deliveredAt: ctx.now(), nextTryAt: null };
  const pause = result.isFinal ? undefined : pausesSeconds[tries - 1];
  if (pause === undefined) return { state: "failed", tries, status, problem, nextTryAt: null };
  // Spread, so that what failed together does not return together.
  const waitMs = pause * 1000 * (1 + Math.random() / 5);
  return { state: "waiting", tries, status, problem, nextTryAt: new Date(ctx.now().getTime() + waitMs) };
}
