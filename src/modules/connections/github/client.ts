export { readAccount } from "./account";
export type { PushedFile } from "./changes";
export { pushFiles } from "./push";
export { ensureRepository, findRepository, listRepositories } from "./repositories";
export { webAddress } from "./web-address";
