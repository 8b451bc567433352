import { Readable } from "node:stream";
import { readLogs } from "@/modules/deployment";
import { requestCtx } from "@/modules/identity";
import { AppError } from "@/server/errors";
import { route } from "@/server/http";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ id: string }>;
}

/** The whole log of a deployment as text. */
export const GET = route("/api/deployments/[id]/logs.txt", async (request, _context, { params }: Params) => {
  const ctx = await requestCtx(request);
  if (!ctx) throw new AppError("UNAUTHENTICATED", "Sign in first, or send Authorization: Bearer berth_...");
  const { id } = await params;
  const text = Readable.from(await readLogs(ctx, { id }), { objectMode: false });
  return new Response(Readable.toWeb(text) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `inline; filename="${id}.log.txt"`,
      "cache-control": "no-store",
    },
  });
});
