import { appUrlVariable, hasReact } from "../../engine/client";
import type { TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";

/** Modules that features share; each is written only where some file imports it. */
export function sharedModules(config: ScaffoldConfig): TemplateFile[] {
  const http = { path: "src/http.ts", content: httpModule(appUrlVariable(config)), onlyIfImported: true };
  const api = { path: "src/api.ts", content: apiModule, onlyIfImported: true };
  return hasReact(config) ? [http, api] : [http];
}

function httpModule(appUrl: string): string {
  return `import { readVariable } from "@/env";

/** The answer to a request that cannot be served: why, in a sentence for people. */
export function refuse(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status });
}

/** The body as JSON, or undefined when it is no JSON or too long. Reads no further than the limit. */
export async function readJson(request: Request, maxCharacters = 100_000): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of request.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > maxCharacters) return undefined;
    }
    return JSON.parse(text + decoder.decode());
  } catch {
    return undefined;
  }
}

/** Where people reach the app: ${appUrl} where it is set, else the address this request came to. */
export function originOf(request: Request): string {
  const address = readVariable("${appUrl}");
  return new URL(address !== undefined && URL.canParse(address) ? address : request.url).origin;
}
`;
}

const apiModule = `import { z } from "zod";

const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** The server refused; its message is for people. */
export class ApiError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

/** Asks this app's API and checks the answer. Throws ApiError when the server refuses or cannot be reached. */
export async function callApi<T>(schema: z.ZodType<T>, path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch(() => undefined);
  if (response === undefined) throw new ApiError("The server does not answer. Check the connection and try again.", 0);
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(reasonOf(body), response.status);
  return schema.parse(body);
}

function reasonOf(body: unknown): string {
  const refusal = Refusal.safeParse(body);
  return refusal.success ? refusal.data.error.message : "The server could not do this; its log has the reason.";
}
`;
