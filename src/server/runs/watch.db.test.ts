import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { inTransaction } from "../db";
import { eventStreamResponse, resumePoint } from "../sse";
import { run, runEvent } from "../tables";
import { describeOnDatabases } from "../testing";
import { appendEvents, createRun, type EventInput, type StoredEvent, watchEvents } from ".";
import { pruneLogs } from "./runs";

describeOnDatabases("watching a run", (getCtx) => {
  async function newRun(): Promise<string> {
    const ctx = await getCtx();
    const id = ctx.newId();
    await inTransaction(ctx, (tx) => createRun(tx, { id, kind: "none", spec: {}, timeoutSeconds: 60 }));
    return id;
  }
  const append = async (id: string, events: EventInput[]) => appendEvents(await getCtx(), id, events);
  const log = (line: string): EventInput => ({ kind: "log", line });
  const watch = (id: string, after = 0, signal = AbortSignal.timeout(20_000)) =>
    watchEvents(getCtx.kernel(), id, { after, signal });
  async function end(id: string): Promise<void> {
    await getCtx.kernel().db.update(run).set({ status: "succeeded" }).where(eq(run.id, id));
    await append(id, [{ kind: "end", status: "succeeded" }]);
  }

  it("gives every event once and in order, however often the viewer is cut off", async () => {
    const id = await newRun();
    const seen: StoredEvent[] = [];
    const viewer = (async () => {
      for (let cuts = 0; ; cuts++) {
        const cut = new AbortController();
        if (cuts < 20) setTimeout(() => cut.abort(), 10 + Math.random() * 60).unref();
        for await (const event of watch(id, seen.at(-1)?.seq ?? 0, cut.signal)) seen.push(event);
        if (!cut.signal.aborted) return;
      }
    })();
    for (let line = 0; line < 300; line++) {
      await append(id, [log(`line ${line}`), log(`and ${line}`)]);
      if (line % 10 === 0) await sleep(5);
    }
    await end(id);
    await viewer;
    const stored = await getCtx.kernel().db.select().from(runEvent).where(eq(runEvent.runId, id)).orderBy(runEvent.seq);
    expect(seen.map((event) => event.seq)).toEqual(stored.map((row) => row.seq));
    expect(seen.length).toBe(602);
    expect(seen.map((event) => event.line)).toEqual(stored.map((row) => (row.data as EventInput).line));
  });

  it("reaches many viewers within 100 ms of the write", async () => {
    const id = await newRun();
    const delays: number[] = [];
    const viewers = Array.from({ length: 50 }, async () => {
      for await (const event of watch(id)) if (event.line) delays.push(Date.now() - Number(event.line));
    });
    await sleep(300);
    for (let line = 0; line < 20; line++) {
      await append(id, [log(String(Date.now()))]);
      await sleep(20);
    }
    await end(id);
    await Promise.all(viewers);
    delays.sort((a, b) => a - b);
    expect(delays).toHaveLength(1000);
    expect(delays[Math.floor(delays.length * 0.5)]).toBeLessThan(100);
  });

  it("closes at once for a run that has ended, and gives what came after its end", async () => {
    const id = await newRun();
    await end(id);
    await append(id, [{ kind: "status", status: "stopped" }]);
    const kinds: string[] = [];
    for await (const event of watch(id, 1)) kinds.push(`${event.seq} ${event.kind}`);
    expect(kinds).toEqual(["2 end", "3 status"]);
    for await (const event of watch(id, 3)) throw new Error(`unexpected event ${event.seq}`);
  });

  it("ends when the run is not there, or is deleted while watched", async () => {
    for await (const event of watch("none")) throw new Error(`unexpected event ${event.seq}`);
    const id = await newRun();
    const watching = (async () => {
      for await (const _ of watch(id)) await getCtx.kernel().db.delete(run).where(eq(run.id, id));
    })();
    await watching;
  });

  it("lets a viewer leave while nothing happens", async () => {
    const id = await newRun();
    const events = watch(id);
    expect((await events.next()).value).toMatchObject({ seq: 1 });
    const waiting = events.next();
    await sleep(50);
    await events.return(undefined);
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it("sends server-sent events that resume after Last-Event-ID", async () => {
    const id = await newRun();
    await append(id, [log("one"), log("two")]);
    await end(id);
    const request = new Request("http://localhost/events?after=1", { headers: { "last-event-id": "2" } });
    const response = eventStreamResponse(request, watch(id, resumePoint(request)));
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const text = await response.text();
    expect(text).toMatch(/^retry: 1000\n\nid: 3\ndata: \{.*"line":"two".*\}\n\nid: 4\ndata: .*"kind":"end".*\n\n$/);
  });

  it("reads the point to resume from header, query or neither", () => {
    const at = (url: string, id?: string) =>
      resumePoint(new Request(url, { headers: id ? { "last-event-id": id } : {} }));
    expect([
      at("http://x/?after=7"),
      at("http://x/?after=7", "9"),
      at("http://x/"),
      at("http://x/?after=-1"),
      at("http://x/?after=1e999"),
      at("http://x/", "x"),
    ]).toEqual([7, 9, 0, 0, 0, 0]);
  });

  it("prunes old log lines of finished runs only", async () => {
    const [finished, open] = [await newRun(), await newRun()];
    for (const id of [finished, open]) await append(id, [log("old"), { kind: "warning", message: "kept" }]);
    await end(finished);
    await pruneLogs(getCtx.kernel(), new Date(Date.now() + 1000));
    const kinds = async (id: string) => {
      const rows = await getCtx.kernel().db.select().from(runEvent).where(eq(runEvent.runId, id)).orderBy(runEvent.seq);
      return rows.map((row) => row.kind);
    };
    expect(await kinds(finished)).toEqual(["status", "warning", "end"]);
    expect(await kinds(open)).toEqual(["status", "log", "warning"]);
  });
});
