export { readAccount } from "./account";
export type { PushedFile } from "./changes";
export { type Pushed, type PushFiles, pushFiles } from "./push";
export { ensureRepository, findRepository, listRepositories, type Repository } from "./repositories";
export { webAddress } from "./web-address";
