import { currentUserCall } from "../../engine/access";
import type { ScaffoldConfig } from "../../schema";

/** Generated server code of the typed API: what procedures are made of, the router, and its endpoint. */
export function trpcInit(config: ScaffoldConfig): string {
  if (config.auth === "none") {
    return `import { initTRPC, type TRPCError } from "@trpc/server";
import { ZodError } from "zod";

const t = initTRPC.create({
  errorFormatter: ({ shape, error }) => ({ ...shape, message: describe(error) }),
});

export const router = t.router;
export const publicProcedure = t.procedure;
${describeError}`;
  }
  return `import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { currentUser } from "@/auth/session";

/** What every procedure knows: who asks, if they are signed in. */
export async function createContext(${config.framework === "next" ? "" : "request: Request"}) {
  return { user: await ${currentUserCall(config)} };
}

const t = initTRPC.context<Awaited<ReturnType<typeof createContext>>>().create({
  errorFormatter: ({ shape, error }) => ({ ...shape, message: describe(error) }),
});

export const router = t.router;
export const publicProcedure = t.procedure;

/** Only for people who are signed in; \`ctx.user\` is one of them. */
export const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  if (ctx.user === undefined) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { user: ctx.user } });
});
${describeError}`;
}

const describeError = `
/** A failure in a sentence for the caller; what broke inside the server stays in its log. */
function describe({ code, cause, message }: TRPCError): string {
  if (cause instanceof ZodError) return cause.issues[0]?.message ?? message;
  return code === "INTERNAL_SERVER_ERROR" ? "The server could not do this; its log has the reason." : message;
}
`;

export function trpcRouter({ auth, database }: ScaffoldConfig): string {
  const hasAuth = auth !== "none";
  const hasNotes = database !== "none";
  const procedures = [
    `  /** A greeting, computed on the server. */
  greet: publicProcedure
    .input(z.object({ name: z.string().trim().min(1, "Write a name.").max(80, "Use at most 80 characters.") }))
    .query(({ input }) => ({ text: "Hello " + input.name + ".", at: new Date().toISOString() })),
`,
    hasAuth &&
      "  /** The person who asks. */\n  me: protectedProcedure.query(({ ctx }) => ({ name: ctx.user.name })),\n",
    hasNotes && "  notes,\n",
  ].filter((part) => part !== false);
  const imports = [
    hasNotes && `import { TRPCError } from "@trpc/server";`,
    `import { z } from "zod";`,
    hasNotes && `import { missingFor } from "@/env";`,
    hasNotes && `import { NoteText } from "@/notes/note";`,
    hasNotes && `import { addNote, listNotes } from "@/notes/store";`,
    `import { ${hasAuth ? "protectedProcedure, " : ""}publicProcedure, router } from "./init";`,
  ].filter((line) => line !== false);
  return `${imports.join("\n")}
${hasNotes ? notesRouter : ""}
export const appRouter = router({
${procedures.join("")}});

/** What the client is typed by; it imports this type and nothing else of the server. */
export type AppRouter = typeof appRouter;
`;
}

const notesRouter = `
const databaseProcedure = publicProcedure.use(({ next }) => {
  const missing = missingFor("Database");
  if (missing.length === 0) return next();
  throw new TRPCError({ code: "PRECONDITION_FAILED", message: "Set " + missing.join(", ") + " to keep notes." });
});

const notes = router({
  list: databaseProcedure.query(async () => (await listNotes()).map(({ id, text }) => ({ id, text }))),
  add: databaseProcedure.input(z.object({ text: NoteText })).mutation(async ({ input }) => {
    const { id, text } = await addNote(input.text);
    return { id, text };
  }),
});
`;

export function trpcHttp({ auth, framework }: ScaffoldConfig): string {
  const context =
    auth === "none"
      ? ""
      : framework === "next"
        ? "\n    createContext,"
        : "\n    createContext: () => createContext(request),";
  const imports = [
    `import { fetchRequestHandler } from "@trpc/server/adapters/fetch";`,
    auth !== "none" && `import { createContext } from "./init";`,
    `import { appRouter } from "./router";`,
  ].filter((line) => line !== false);
  return `${imports.join("\n")}

/** Answers every procedure of the router. */
export function answerProcedure(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,${context}
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") console.error("Procedure " + path + " failed:", error.cause ?? error);
    },
  });
}
`;
}

export const trpcClient = `import { createTRPCClient, httpBatchLink } from "@trpc/client";
import type { AppRouter } from "./router";

/** Calls the router of the server by name: \`trpc.greet.query({ name })\`. Calls of the same moment share a request. */
export const trpc = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: "/api/trpc" })] });
`;
