import { requestCtx } from "@/modules/identity";
import { requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { passphraseOf, route, signedIn } from "@/server/http";
import { getKernel } from "@/server/kernel";
import { restoreBackup } from "@/server/restore";

const largestFile = 256 * 2 ** 20;

/** Restores the backup in the body into this empty Berth; `x-berth-passphrase` (base64url) opens the keys inside it. */
export const POST = route("/api/restore", async (request) => {
  const ctx = signedIn(await requestCtx(request));
  requirePermission(ctx, "identity:manage");
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > largestFile) {
    throw new AppError(
      "VALIDATION",
      "The backup is larger than 256 MB, which cannot be restored through the web server.",
    );
  }
  return Response.json(await restoreBackup(await getKernel(), bytes, { passphrase: passphraseOf(request) }));
});
