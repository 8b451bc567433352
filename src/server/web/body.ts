import { AppError } from "../errors";

const maxBytes = 64 * 1024;

/** A JSON body of at most 64 KB. Throws VALIDATION for anything else. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("VALIDATION", "The request body is not JSON. Send one JSON object.", { cause });
  }
}

/** The fields of a submitted form of at most 64 KB; files and repeated fields are ignored. */
export async function readFormBody(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    throw new AppError("VALIDATION", "Send this as a form (application/x-www-form-urlencoded).");
  }
  return Object.fromEntries(new URLSearchParams(await readText(request)));
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AppError("VALIDATION", "The request body is over 64 KB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
