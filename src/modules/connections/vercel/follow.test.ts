import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Secret } from "@/server/crypto";
import type { ApiAccess } from "../http/call";
import { followBuildLog } from "./follow";

const { signal } = new AbortController();

/** One answer of the platform: pieces of a stream, a status without one, or a broken connection. */
type Piece = string[] | number | "broken";

/** Follows a log that arrives as these answers, one a connection; answers what was handed on and what was asked. */
async function follow(answers: Piece[], of = signal): Promise<{ lines: string[]; asked: string[] }> {
  const asked: string[] = [];
  const fetch = async (url: URL) => {
    asked.push(url.searchParams.get("since") ?? "start");
    const answer = answers.shift();
    if (typeof answer === "number") return new Response(null, { status: answer });
    if (answer === "broken" || !answer) throw new TypeError("fetch failed");
    return new Response(Readable.toWeb(Readable.from(answer.map((text) => Buffer.from(text)))) as ReadableStream);
  };
  const access = {
    platform: "vercel",
    connectionId: "c",
    address: "http://vercel.invalid",
    token: new Secret("token"),
    teamId: null,
    fetch: fetch as unknown as typeof globalThis.fetch,
    now: () => new Date(),
  } satisfies ApiAccess;
  const lines: string[] = [];
  const onEvent = (event: { lines: string[]; stream: string }) => lines.push(...event.lines);
  await followBuildLog(access, { deploymentId: "dpl", onEvent, isOver: async () => answers.length === 0 }, of);
  return { lines, asked };
}

const event = (at: number, text: string, more = {}) =>
  `${JSON.stringify({ type: "stdout", created: at, id: `${at}`, serial: `${at}`, text, ...more })}\n`;

describe("the log of a build", () => {
  it("is put together from pieces cut anywhere, in the order it was written", async () => {
    const whole = event(2, "two") + event(1, "one") + event(3, "three\nand more\n");
    const pieces = [whole.slice(0, 7), whole.slice(7, 90), whole.slice(90)];
    expect((await follow([pieces])).lines).toEqual(["one", "two", "three", "and more"]);
  });

  it("goes on a little before the newest line after a broken connection, and repeats none", async () => {
    const { lines, asked } = await follow([
      [event(90_001, "one"), event(90_005, "five")],
      "broken",
      502,
      [event(90_005, "five"), event(90_006, "six")],
    ]);
    expect(lines).toEqual(["one", "five", "six"]);
    expect(asked).toEqual(["start", "85005", "85005", "85005"]);
  });

  it("takes the older shape, and skips what prints nothing or is no event", async () => {
    const old = `${JSON.stringify({ type: "stdout", created: 1, payload: { id: "a", text: "old", serial: "1", date: 1 } })}\n`;
    const state = event(2, "ignored", { type: "deployment-state" });
    expect((await follow([[old, state, "<html>\n", "{\n", event(3, "last").trimEnd()]])).lines).toEqual([
      "old",
      "last",
    ]);
  });

  it("is not shown to a token that is refused", async () => {
    await expect(follow([403])).rejects.toMatchObject({ kind: "AUTH_INVALID" });
  });

  it("ends without an error when nobody reads on", async () => {
    const reading = AbortSignal.abort();
    expect((await follow(["broken"], reading)).lines).toEqual([]);
  });
});
