export { type ApiAccess, type ApiAnswer, type ApiCall, callApi } from "./http/call";
export { PlatformError, type PlatformErrorKind } from "./http/platform-error";
export { type OpenConnection, openConnection } from "./service";
