import { createHTTPServer } from "@trpc/server/adapters/standalone";
import { afterAll, beforeAll, expect } from "vitest";
import type { Ctx } from "@/server/context";
import { appRouter } from "@/server/router";
import type { GetCtx } from "@/server/testing";
import { berth } from "./run-berth";

type Options = { files?: Record<string, string>; input?: string };

/** A server of one organization for the commands of a test file, as they would find it with BERTH_URL. */
export function berthServer(getCtx: GetCtx) {
  let ctx: Ctx;
  const server = createHTTPServer({
    router: appRouter,
    basePath: "/api/trpc/",
    createContext: () => ({ ctx, requestId: ctx.requestId, report: () => undefined }),
  });
  beforeAll(async () => {
    ctx = await getCtx();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const env = () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    return { BERTH_URL: `http://127.0.0.1:${port}`, BERTH_TOKEN: "berth_test" };
  };
  /** A command as it is typed, after `berth`. */
  const berthWith = (args: string[], options: Options = {}) => berth(args, { env: env(), ...options });
  /** `berth env VERB` about a project. */
  const run = (project: string, args: string[], options: Options = {}) => {
    const [verb = "", ...rest] = args;
    const at = rest.indexOf("--");
    const [flags, command] = at === -1 ? [rest, []] : [rest.slice(0, at), rest.slice(at)];
    return berthWith(["env", verb, "--project", project, ...flags, ...command], options);
  };
  /** What it answers with --json. */
  const answer = async (project: string, args: string[], options: Options = {}) => {
    const result = await run(project, [...args, "--json"], options);
    expect({ code: result.code, stderr: result.code === 0 ? "" : result.stderr }).toEqual({ code: 0, stderr: "" });
    return JSON.parse(result.stdout);
  };
  return { ctx: () => ctx, env, berth: berthWith, run, answer };
}
