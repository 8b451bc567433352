import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, it, vi } from "vitest";
import type { Ctx } from "./context";
import type { ErrorBody } from "./errors";
import { protectedProcedure, router } from "./trpc";

const saved = vi.fn();
const app = router({ save: protectedProcedure.input((input) => input).mutation(({ input }) => void saved(input)) });

async function post(path: string, body: string) {
  const answer = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request(`http://localhost/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }),
    router: app,
    createContext: () => ({ ctx: {} as Ctx, requestId: "r", report: () => undefined }),
  });
  const text: { error?: { json: { data: ErrorBody } } } = JSON.parse(await answer.text());
  return { status: answer.status, error: text.error?.json.data.error };
}

describe("procedure calls", () => {
  it("take what superjson wrote", async () => {
    expect(await post("save", '{"json":{"at":"2026-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}')).toEqual({
      status: 200,
      error: undefined,
    });
    expect(saved).toHaveBeenCalledWith({ at: new Date("2026-01-01T00:00:00Z") });
  });

  it.each([
    ["malformed JSON", "save", "{bad", 400, "VALIDATION", "malformed JSON"],
    ["a __proto__ key at any depth", "save", '{"json":{"a":[{"__proto__":{"b":1}}]}}', 400, "VALIDATION", "__proto__"],
    ["an unknown procedure", "save.nothing", "{}", 404, "NOT_FOUND", "save.nothing"],
  ])("refuse %s without a failure of Berth's own", async (_what, path, body, status, code, message) => {
    saved.mockClear();
    const answer = await post(path, body);
    expect(answer).toMatchObject({ status, error: { code, message: expect.stringContaining(message) } });
    expect(saved).not.toHaveBeenCalled();
  });
});
