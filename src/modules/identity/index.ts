export { ensureOwner, getMe, hasPasswordSignIn, signInWithPassword, userNames } from "./accounts";
export { decideDevice, getDevice, pollDevice, startDevice } from "./devices";
export { createMachineLink, createSignInLink, describeLink, signInWithLink } from "./links";
export { ensureCliToken } from "./machine-token";
export { anonymousCtx, optionalPageCtx, pageCtx, requestCtx } from "./request-ctx";
export { endSession, isLiveSession, sessionSeconds } from "./sessions";
