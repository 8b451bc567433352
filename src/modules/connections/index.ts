// Not `export * as`, which the linter refuses in every form.
import * as github from "./github/client";
import * as railway from "./railway/client";
import * as render from "./render/client";
import * as vercel from "./vercel/client";

export { connectPlatform, reconnectPlatform } from "./connect";
export { finishGithubSignIn, startGithubSignIn } from "./github/sign-in";
export type { ApiAccess } from "./http/call";
export { PlatformError, type PlatformErrorKind } from "./http/platform-error";
export { connectionKeys } from "./seal";
export {
  listConnections,
  markConnectionRefused,
  type OpenConnection,
  openConnection,
} from "./service";
export { github, railway, render, vercel };
