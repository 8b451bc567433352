import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { type Emulator, type EmulatorOptions, startEmulator } from "./emulator";

const open: Emulator[] = [];
afterEach(async () => {
  for (const emulator of open.splice(0)) await emulator.close();
});

/** A platform of one thing: boxes. */
async function startBoxes(options: EmulatorOptions = {}) {
  const boxes = new Map<string, { name: string }>();
  const emulator = await startEmulator(
    {
      platform: "boxes",
      tokenOf: ({ headers }) => headers.get("authorization")?.replace("Bearer ", ""),
      unauthorized: () => ({ status: 401, json: { message: "Unknown token" } }),
      state: () => ({ boxes: [...boxes.values()] }),
      reset: () => boxes.clear(),
      errorBody: (status) => ({ error: { code: String(status) } }),
      contract: {
        createBox: {
          method: "POST",
          path: "/boxes",
          request: z.object({ name: z.string() }),
          answers: { 201: z.object({ name: z.string() }) },
        },
        getBox: { method: "GET", path: "/boxes/{name}", answers: { 200: z.object({ name: z.string() }) } },
        followBox: { method: "GET", path: "/boxes/{name}/lines", answers: { 200: z.unknown() } },
      },
      routes: [
        {
          method: "POST",
          path: "/v1/boxes",
          operation: "createBox",
          handle({ json }) {
            const { name } = z.object({ name: z.string() }).parse(json());
            boxes.set(name, { name });
            return { status: 201, json: { name } };
          },
        },
        {
          method: "GET",
          path: "/v1/boxes/:id",
          operation: "getBox",
          handle: ({ params }) => ({ status: 200, json: params.id === "nameless" ? {} : { name: params.id } }),
        },
        { method: "GET", path: "/v1/boxes/latest", operation: "latestBox", handle: () => ({ status: 200 }) },
        {
          method: "GET",
          path: "/v1/boxes/:id/lines",
          operation: "followBox",
          handle: () => ({
            status: 200,
            stream: async (write) => ["a", "b", "c", "d"].forEach(write),
          }),
        },
      ],
      onUpgrade: async ({ isAuthorized, accept, refuse }) => {
        if (!isAuthorized) return refuse({ status: 401, json: { message: "Unknown token" } });
        const socket = await accept();
        for (const line of ["a", "b", "c"]) socket.send(line);
      },
    },
    options,
  );
  open.push(emulator);
  const call = (path: string, init: RequestInit = {}) =>
    fetch(emulator.address + path, {
      ...init,
      headers: { authorization: `Bearer ${emulator.goodToken}`, "content-type": "application/json", ...init.headers },
    });
  const create = (name: string) => call("/v1/boxes", { method: "POST", body: JSON.stringify({ name }) });
  return { emulator, call, create };
}

describe("an exchange", () => {
  it("is routed with its parameters, marked and logged", async () => {
    const { emulator, call } = await startBoxes();
    const answer = await call("/v1/boxes/my%20box");
    expect(await answer.json()).toEqual({ name: "my box" });
    expect(answer.headers.get("x-berth-emulator")).toBe("boxes");
    expect(emulator.requests).toEqual([
      { operation: "getBox", method: "GET", path: "/v1/boxes/my%20box", status: 200 },
    ]);
    expect(emulator.violations).toEqual([]);
  });

  it("needs a known token", async () => {
    const { emulator, call } = await startBoxes();
    for (const authorization of [`Bearer ${emulator.badToken}`, ""]) {
      expect((await call("/v1/boxes/a", { headers: { authorization } })).status).toBe(401);
    }
    expect(emulator.violations).toEqual([]);
  });

  it("breaks the contract with an unknown operation, a request field too many or an answer field too few", async () => {
    const { emulator, call } = await startBoxes();
    await call("/v1/boxes", { method: "POST", body: JSON.stringify({ name: "a", colour: "red" }) });
    await call("/v1/boxes/nameless");
    await call("/v1/boxes/latest");
    expect((await call("/v1/crates")).status).toBe(404);
    expect(emulator.violations.map((text) => text.replace(/Invalid input: /, ""))).toEqual([
      "createBox (POST /v1/boxes): request field colour is not named",
      "getBox (GET /v1/boxes/:id): answer 200 name: expected string, received undefined",
      "latestBox (GET /v1/boxes/latest): the contract has no such operation",
      "GET /v1/crates: the emulator has no such operation",
    ]);
  });

  it("counts a fault of the emulator as a violation", async () => {
    const { emulator, call } = await startBoxes();
    await expect(call("/v1/boxes", { method: "POST", body: "{" })).rejects.toThrow();
    expect(emulator.violations).toEqual([expect.stringContaining("POST /v1/boxes: the emulator failed:")]);
  });
});

describe("a scenario", () => {
  it("answers in the platform's place, after some exchanges and for some", async () => {
    const rule = {
      operation: "createBox",
      after: 1,
      times: 2,
      answer: { status: 429, headers: { "retry-after": "1" } },
    };
    const { emulator, create } = await startBoxes({ scenario: { rules: [rule] } });
    const answers = [];
    for (const name of ["a", "b", "c", "d"]) answers.push(await create(name));
    expect(answers.map(({ status }) => status)).toEqual([201, 429, 429, 201]);
    expect(answers[1]?.headers.get("retry-after")).toBe("1");
    expect(await answers[1]?.json()).toEqual({ error: { code: "429" } });
    expect(emulator.state()).toEqual({ boxes: [{ name: "a" }, { name: "d" }] });
  });

  it("applies to the apps whose name begins so", async () => {
    const { create } = await startBoxes({ scenario: { rules: [{ name: "bad-", answer: { status: 500 } }] } });
    expect((await create("bad-box")).status).toBe(500);
    expect((await create("box")).status).toBe(201);
  });

  it.each([
    ["before", []],
    ["after", [{ name: "a" }]],
  ] as const)("cuts the connection %s the work", async (lose, boxes) => {
    const { emulator, create } = await startBoxes({ scenario: { rules: [{ lose, times: 1 }] } });
    await expect(create("a")).rejects.toThrow();
    expect(emulator.state()).toEqual({ boxes });
    expect(emulator.requests).toEqual([{ operation: "createBox", method: "POST", path: "/v1/boxes", status: 0 }]);
    expect((await create("b")).status).toBe(201);
  });

  it("cuts a body short", async () => {
    const { call } = await startBoxes({ scenario: { rules: [{ truncate: true }] } });
    const answer = await call("/v1/boxes/a");
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it("sends 50 MB", async () => {
    const { call } = await startBoxes({ scenario: { rules: [{ huge: true }] } });
    expect((await (await call("/v1/boxes/a")).arrayBuffer()).byteLength).toBeGreaterThan(50_000_000);
  });

  it("revokes a token in the middle", async () => {
    const { call } = await startBoxes({ scenario: { rules: [{ after: 1, revoke: true }] } });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await call("/v1/boxes/a")).status);
    expect(statuses).toEqual([200, 401, 401]);
  });

  it("cuts and reorders a stream", async () => {
    const { emulator, call } = await startBoxes();
    emulator.scenario.add({ reorder: true });
    expect(await (await call("/v1/boxes/a/lines")).text()).toBe("badc");
    emulator.scenario.add({ cutAfterWrites: 2 });
    await expect(call("/v1/boxes/a/lines").then((answer) => answer.text())).rejects.toThrow();
  });

  it("says how deployments go, by the beginning of the app's name", async () => {
    const { emulator } = await startBoxes({ paceMs: 5 });
    emulator.scenario.set({ outcomes: [{ name: "bad-", result: "build-failed", log: ["no"] }, { result: "stuck" }] });
    expect(emulator.scenario.planFor("bad-app")).toEqual({
      result: "build-failed",
      log: ["no"],
      statePaceMs: 5,
      refusedVariables: [],
    });
    expect(emulator.scenario.planFor("app").result).toBe("stuck");
    emulator.scenario.clear();
    expect(emulator.scenario.planFor("bad-app").result).toBe("success");
  });
});

describe("control over HTTP", () => {
  it("sets the scenario, shows state, requests and violations, and resets", async () => {
    const { emulator, create } = await startBoxes();
    const control = (method: string, what: string, body?: unknown) =>
      fetch(`${emulator.address}/__emulator/${what}`, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
      });
    expect((await control("PUT", "scenario", { rules: [{ times: 1, answer: { status: 503 } }] })).status).toBe(200);
    expect((await create("a")).status).toBe(503);
    await create("b");
    expect(await (await control("GET", "state")).json()).toEqual({ boxes: [{ name: "b" }] });
    expect(await (await control("GET", "requests")).json()).toHaveLength(2);
    expect(await (await control("GET", "violations")).json()).toEqual([]);
    await control("POST", "reset");
    expect(emulator.state()).toEqual({ boxes: [] });
    expect(emulator.requests).toEqual([]);
  });

  it.each([
    ["a word", { rules: [{ delay: 5 }] }, "delay"],
    [
      "an operation",
      { rules: [{ operation: "createCrate" }] },
      "There is no operation createCrate. There are: createBox",
    ],
  ])("refuses a scenario with %s it does not know", async (_name, scenario, words) => {
    const { emulator } = await startBoxes();
    const body = JSON.stringify(scenario);
    const answer = await fetch(`${emulator.address}/__emulator/scenario`, { method: "PUT", body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(words);
    expect(() => emulator.scenario.add({ operation: "createCrate" })).toThrow("no operation createCrate");
  });
});

describe("a WebSocket", () => {
  const connect = ({ address, goodToken }: Emulator, token = goodToken) =>
    new WebSocket(address.replace("http", "ws"), { headers: { authorization: `Bearer ${token}` } });

  it("is accepted with a good token and refused without", async () => {
    const { emulator } = await startBoxes();
    const [message] = await once(connect(emulator), "message");
    expect(String(message)).toBe("a");
    const [error] = await once(connect(emulator, emulator.badToken), "error");
    expect(String(error)).toContain("401");
  });

  it("is cut after some messages", async () => {
    const { emulator } = await startBoxes({ scenario: { rules: [{ operation: "subscribe", cutAfterWrites: 2 }] } });
    const socket = connect(emulator);
    const lines: string[] = [];
    socket.on("message", (data) => lines.push(String(data)));
    await once(socket, "close");
    expect(lines).toEqual(["a", "b"]);
  });

  it("ends when the emulator closes", async () => {
    const { emulator } = await startBoxes();
    const socket = connect(emulator);
    await once(socket, "open");
    const closed = once(socket, "close");
    await emulator.close();
    await closed;
  });
});
