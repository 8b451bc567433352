import { readDeployedFiles } from "@/modules/deployment";
import { requestCtx } from "@/modules/identity";
import { AppError } from "@/server/errors";
import { route } from "@/server/http";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ id: string }>;
}

/** The files a deployment was made from: as they were uploaded, or generated from its configuration. */
export const GET = route("/api/deployments/[id]/source.zip", async (request, _context, { params }: Params) => {
  const ctx = await requestCtx(request);
  if (!ctx) throw new AppError("UNAUTHENTICATED", "Sign in first, or send Authorization: Bearer berth_...");
  const { name, zip } = await readDeployedFiles(ctx, await params);
  return new Response(zip, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${name}.zip"`,
      "cache-control": "no-store",
    },
  });
});
