import { route } from "@/server/http";
import { signOut } from "../next-auth";
import { seeOther } from "../sign-in-request";

/** For a plain form: ends this session and shows the sign-in page. */
export const POST = route("sign-out", async () => {
  await signOut({ redirect: false });
  return seeOther("/sign-in");
});
