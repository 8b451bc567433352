import { requestCtx } from "@/modules/identity";
import { decodeConfig, generate, zipProject } from "@/modules/scaffold/pure";
import { AppError } from "@/server/errors";
import { route } from "@/server/http";

export const dynamic = "force-dynamic";

/** The project of a configuration as a ZIP; the same bytes for the same configuration. */
export const GET = route("/api/scaffold.zip", async (request) => {
  if (!(await requestCtx(request))) {
    throw new AppError("UNAUTHENTICATED", "Sign in first, or send Authorization: Bearer berth_...");
  }
  const encoded = new URL(request.url).searchParams.get("config");
  if (!encoded) throw new AppError("VALIDATION", "config: missing. Send the configuration as base64url JSON.");
  const config = decodeConfig(encoded);
  const zip = await zipProject(await generate(config), config.name);
  return new Response(Buffer.from(zip), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${config.name}.zip"`,
      "cache-control": "private, no-cache",
    },
  });
});
