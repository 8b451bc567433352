export { missingScopes, type PlatformFacts, platformFacts, type TokenScope, tokenExpiry } from "./platforms";
