import { exportAudit, exportHeader, exportLines } from "@/modules/audit";
import { AuditExport, AuditFilter } from "@/modules/audit/schema";
import { requestCtx } from "@/modules/identity";
import { requirePermission } from "@/server/context";
import { route, signedIn } from "@/server/http";

/** The audit log as a file, narrowed as the page is: `?format=csv|jsonl` and the fields of a filter. */
export const GET = route("/api/audit", async (request) => {
  const ctx = signedIn(await requestCtx(request));
  requirePermission(ctx, "audit:read");
  const { format: wanted, ...query } = Object.fromEntries(new URL(request.url).searchParams);
  const format = AuditExport.parse(wanted ?? "csv");
  const pages = exportAudit(ctx, AuditFilter.parse(query));
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(exportHeader(format))),
    async pull(controller) {
      const { value, done } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(exportLines(value, format)));
    },
  });
  return new Response(body, {
    headers: {
      "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
      "content-disposition": `attachment; filename="berth-audit.${format}"`,
      "cache-control": "no-store",
    },
  });
});
