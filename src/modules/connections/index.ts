export { connectPlatform, reconnectPlatform, testConnection } from "./connect";
export * as github from "./github/client";
export { type ApiAccess, type ApiAnswer, type ApiCall, callApi } from "./http/call";
export { PlatformError, type PlatformErrorKind } from "./http/platform-error";
export {
  disconnectPlatform,
  listConnections,
  markConnectionRefused,
  type OpenConnection,
  openConnection,
  renameConnection,
} from "./service";
