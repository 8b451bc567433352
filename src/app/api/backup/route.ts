import { requestCtx } from "@/modules/identity";
import { recordAudit } from "@/server/audit";
import { createBackup } from "@/server/backup";
import { requirePermission } from "@/server/context";
import { passphraseOf, route, signedIn } from "@/server/http";
import { getKernel } from "@/server/kernel";

/** The backup file; with `x-berth-passphrase` (base64url) it holds the keyring, sealed by it. */
export const POST = route("/api/backup", async (request) => {
  const ctx = signedIn(await requestCtx(request));
  requirePermission(ctx, "identity:manage");
  const passphrase = passphraseOf(request);
  const bytes = await createBackup(await getKernel(), { passphrase });
  const details = { withKeys: passphrase !== undefined };
  await recordAudit(ctx, { action: "backup.created", targetKind: "installation", targetId: "backup", details });
  return new Response(Buffer.from(bytes), {
    headers: {
      "content-type": "application/gzip",
      "content-disposition": 'attachment; filename="berth-backup.ndjson.gz"',
      "cache-control": "no-store",
    },
  });
});
