import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Secret } from "@/server/crypto";
import { type ApiAccess, callApi } from "./call";
import { PlatformError } from "./platform-error";

/** A platform that is told how it is, at a time that is told too. */
function platform() {
  const state = { isDown: true, status: 500, now: Date.parse("2030-01-01T10:00:00Z"), calls: 0 };
  const fetch: typeof globalThis.fetch = async () => {
    state.calls += 1;
    if (state.isDown) throw new TypeError("fetch failed");
    return new Response(state.status === 200 ? "{}" : "", { status: state.status });
  };
  let id = 0;
  const access = (connectionId: string): ApiAccess => ({
    ...{ platform: "vercel", connectionId, teamId: null, address: "https://api.example.com" },
    ...{ token: new Secret("t"), fetch, now: () => new Date(state.now) },
  });
  const fresh = () => {
    id += 1;
    return access(`circuit-${crypto.randomUUID()}-${id}`);
  };
  const call = async (to: ApiAccess) => {
    const signal = new AbortController().signal;
    try {
      await callApi(to, { method: "POST", path: "/x", answer: z.unknown(), signal });
      return "answered";
    } catch (error) {
      if (!PlatformError.is(error)) throw error;
      return error.code ?? error.kind;
    }
  };
  const fail = async (to: ApiAccess, times: number) => {
    for (let count = 0; count < times; count += 1) await call(to);
  };
  return { state, fresh, call, fail };
}

describe("the circuit of a connection", () => {
  it("opens after five failures in a row and says until when", async () => {
    const { state, fresh, call, fail } = platform();
    const access = fresh();
    await fail(access, 4);
    expect(await call(access)).toBe("UNCERTAIN");
    expect(await call(access)).toBe("CIRCUIT_OPEN");
    expect(state.calls).toBe(5);
    const signal = new AbortController().signal;
    const opened = callApi(access, { method: "GET", path: "/x", answer: z.unknown(), signal });
    await expect(opened).rejects.toMatchObject({
      kind: "NOT_SENT",
      retryAfterSeconds: 30,
      until: new Date("2030-01-01T10:00:30Z"),
      message: expect.stringMatching(/^Vercel failed 5 times in a row and is left alone until 10:00:30 UTC\. .*broke/),
    });
  });

  it("stays closed for refusals, for a success in between and for failures that are far apart", async () => {
    const { state, fresh, call, fail } = platform();
    const refused = fresh();
    state.isDown = false;
    state.status = 401;
    await fail(refused, 10);
    expect(await call(refused)).toBe("AUTH_INVALID");

    const shaky = fresh();
    for (const isDown of [true, true, true, true, false, true, true, true, true]) {
      Object.assign(state, { isDown, status: 200 });
      await call(shaky);
    }
    expect(await call(shaky)).toBe("UNCERTAIN");

    const slow = fresh();
    for (let count = 0; count < 10; count += 1) {
      state.now += 20_000;
      expect(await call(slow)).toBe("UNCERTAIN");
    }
  });

  it("lets one call try after half a minute: a failure opens it again, a success closes it", async () => {
    const { state, fresh, call, fail } = platform();
    const access = fresh();
    await fail(access, 5);
    state.now += 30_001;
    expect(await Promise.all([call(access), call(access), call(access)])).toEqual([
      "UNCERTAIN",
      "CIRCUIT_OPEN",
      "CIRCUIT_OPEN",
    ]);
    state.now += 29_000;
    expect(await call(access)).toBe("CIRCUIT_OPEN");
    state.now += 2000;
    Object.assign(state, { isDown: false, status: 200 });
    expect(await call(access)).toBe("answered");
    state.isDown = true;
    await fail(access, 4);
    expect(await call(access)).toBe("UNCERTAIN");
  });

  it("is one connection's alone", async () => {
    const { fresh, call, fail } = platform();
    await fail(fresh(), 5);
    expect(await call(fresh())).toBe("UNCERTAIN");
  });
});
