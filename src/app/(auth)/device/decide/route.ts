import { decideDevice, requestCtx } from "@/modules/identity";
import { AppError, toAppError } from "@/server/errors";
import { route } from "@/server/http";
import { readFormBody } from "@/server/web/body";
import { seeOther } from "../../sign-in-request";

export const POST = route("device decision", async (request) => {
  const ctx = await requestCtx(request);
  if (!ctx) throw new AppError("UNAUTHENTICATED", "Your session has ended. Sign in and enter the code again.");
  const { code = "", decision } = await readFormBody(request);
  const outcome = decision === "approve" ? "approve" : "deny";
  try {
    await decideDevice(ctx, code, outcome === "approve");
  } catch (error) {
    // The page looks the code up itself and says what is wrong with it.
    if (toAppError(error).code !== "INTERNAL") return seeOther(`/device?code=${encodeURIComponent(code)}`);
    throw error;
  }
  return seeOther(`/device?done=${outcome}`);
});
