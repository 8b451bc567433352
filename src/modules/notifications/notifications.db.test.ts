import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { redactKnown } from "@/server/redact";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { deliverDue, type Notice, notify, testChannel } from "./outbox";
import { createChannel, listChannels, listDeliveries, redeliver, removeChannel, updateChannel } from "./service";
import { outboundChannel, outboundDelivery } from "./tables";

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver that answers what the test tells it to. */
async function startReceiver() {
  const received: Received[] = [];
  const answers: number[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/hooks/needle-3f9a`, received, answers, server };
}

describeOnDatabases("channels", (getCtx) => {
  let ctx: Ctx;
  let clock: Date;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let notice: Notice;
  const later = (seconds: number) => {
    clock = new Date(clock.getTime() + seconds * 1000);
  };
  beforeEach(async () => {
    clock = new Date("2026-06-01T12:00:00Z");
    ctx = { ...(await getCtx()), now: () => clock };
    await ctx.db.delete(outboundChannel).where(eq(outboundChannel.orgId, ctx.orgId));
    receiver = await startReceiver();
    const project = await createProject(ctx, { name: `shop-${ctx.newId().slice(-8)}` });
    const data = { id: "d1", project: "shop", status: "failed" };
    const message = { title: "shop was not deployed", text: "The build failed.", link: "http://localhost/d/1", data };
    notice = { event: "deployment.failed", subjectId: ctx.newId(), projectId: project.id, message };
  });
  afterEach(() => receiver.server.close());

  const addWebhook = (more: Partial<Parameters<typeof createChannel>[1]> = {}) =>
    createChannel(ctx, {
      name: "ops",
      place: { kind: "webhook", address: receiver.address, allowPrivate: true },
      ...more,
    });

  it("get a signed message once, which a standard library accepts and a changed one not", async () => {
    const { id, secret = "" } = await addWebhook();
    await notify(ctx, notice);
    await notify(ctx, notice);
    expect(await deliverDue(ctx)).toBe(1);
    expect(await deliverDue(ctx)).toBe(0);
    const [got] = receiver.received;
    const headers = got?.headers as Record<string, string>;
    // The library refuses old messages, so it is asked at the message's own time.
    const verify = (body: string) => new Webhook(secret).sign(headers["webhook-id"] ?? "", clock, body);
    expect(headers["webhook-signature"]).toBe(verify(got?.body ?? ""));
    expect(headers["webhook-signature"]).not.toBe(verify(`${got?.body} `));
    expect(JSON.parse(got?.body ?? "")).toMatchObject({ type: "deployment.failed", data: { status: "failed" } });
    expect(await listDeliveries(ctx, { id })).toMatchObject([{ state: "delivered", tries: 1, status: 204 }]);
  });

  it("try again with growing pauses under the same id, and give up after the last", async () => {
    const { id } = await addWebhook();
    receiver.answers.push(500, 503);
    await notify(ctx, notice);
    await deliverDue(ctx);
    expect(await listDeliveries(ctx, { id })).toMatchObject([{ state: "waiting", tries: 1, status: 500 }]);
    later(5);
    expect(await deliverDue(ctx)).toBe(0);
    later(10);
    await deliverDue(ctx);
    later(80);
    await deliverDue(ctx);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(await listDeliveries(ctx, { id })).toMatchObject([{ state: "delivered", tries: 3 }]);

    receiver.answers.push(...Array.from({ length: 20 }, () => 500));
    await notify(ctx, { ...notice, subjectId: ctx.newId() });
    for (let round = 0; round < 12; round += 1) {
      await deliverDue(ctx);
      later(8 * 3600);
    }
    const [given] = await listDeliveries(ctx, { id });
    expect(given).toMatchObject({ state: "failed", tries: 7, problem: expect.stringContaining("500") });
    receiver.answers.length = 0;
    await redeliver(ctx, { id: given?.id ?? "" });
    await deliverDue(ctx);
    expect((await listDeliveries(ctx, { id }))[0]?.state).toBe("delivered");
  });

  it("are turned off by a receiver that is gone, and can be turned on again", async () => {
    const { id } = await addWebhook();
    receiver.answers.push(410);
    await notify(ctx, notice);
    await deliverDue(ctx);
    expect((await listChannels(ctx)).channels).toMatchObject([{ id, enabled: false, last: { state: "failed" } }]);
    await updateChannel(ctx, { id, enabled: true, name: "night shift" });
    expect((await listChannels(ctx)).channels).toMatchObject([{ name: "night shift", enabled: true }]);
  });

  it("hear only of the outcomes and the project they were made for", async () => {
    const other = await createProject(ctx, { name: `other-${ctx.newId().slice(-8)}` });
    await addWebhook({ name: "a", events: ["deployment.succeeded"] });
    await addWebhook({ name: "b", projectId: other.id });
    await addWebhook({ name: "c", projectId: notice.projectId });
    await notify(ctx, notice);
    await deliverDue(ctx);
    expect(receiver.received).toHaveLength(1);
  });

  it("speak Slack's form, with its three characters escaped", async () => {
    await createChannel(ctx, {
      name: "chat",
      place: { kind: "slack", address: receiver.address, allowPrivate: true },
    });
    const message = { ...notice.message, text: "<!channel> a & b" };
    await notify(ctx, { ...notice, message });
    await deliverDue(ctx);
    const { blocks } = JSON.parse(receiver.received[0]?.body ?? "");
    expect(blocks[0].text.text).toContain("&lt;!channel&gt; a &amp; b");
    expect(receiver.received[0]?.headers["webhook-signature"]).toBeUndefined();
  });

  it("send e-mail, and say what to set while Berth cannot", async () => {
    const mails: string[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          mails.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
    const { port } = smtp.server.address() as AddressInfo;
    const place = { kind: "email" as const, address: "team@example.com" };
    await expect(createChannel(ctx, { name: "mail", place })).rejects.toThrow("SMTP_URL");
    const mailing = { ...ctx, mail: { url: `smtp://127.0.0.1:${port}`, from: "berth@example.com" } };
    const { id } = await createChannel(mailing, { name: "mail", place });
    await notify(mailing, notice);
    await deliverDue(mailing);
    expect(mails[0]).toContain("Subject: shop was not deployed");
    expect(mails[0]).toContain("http://localhost/d/1");
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
    expect(await testChannel(mailing, { id })).toMatchObject({ isDelivered: false, isFinal: false });
  });

  it("refuse addresses of private networks unless that was allowed, and a cloud's own always", async () => {
    const add = (address: string, allowPrivate: boolean) =>
      createChannel(ctx, { name: "x", place: { kind: "webhook", address, allowPrivate } });
    for (const address of ["http://example.com/x", "https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x"])
      await expect(add(address, false)).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(add("http://169.254.169.254/latest", true)).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(add("ftp://example.com", true)).rejects.toThrow("http");
  });

  it("keep address and secret sealed, out of lists, rows, audit and logs", async () => {
    const { secret = "", id } = await addWebhook();
    await notify(ctx, notice);
    await deliverDue(ctx);
    const held = JSON.stringify([
      await listChannels(ctx),
      await listDeliveries(ctx, { id }),
      await ctx.db.select().from(outboundChannel),
      await ctx.db.select().from(outboundDelivery),
      await ctx.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId)),
    ]);
    expect(held).not.toContain("needle-3f9a");
    expect(held).not.toContain(secret);
    expect(redactKnown(`posting to ${receiver.address} with ${secret}`)).toBe("posting to [redacted] with [redacted]");
  });

  it("are changed by those who may, in their own organization only", async () => {
    const { id } = await addWebhook();
    const reader = { ...ctx, permissions: new Set(["connection:read"] as const) };
    await expect(updateChannel(reader, { id, enabled: false })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = { ...ctx, orgId: "another" };
    await expect(removeChannel(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await removeChannel(ctx, { id });
    expect((await listChannels(ctx)).channels).toEqual([]);
  });
});
