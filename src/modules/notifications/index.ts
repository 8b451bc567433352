export { notify } from "./outbox";
export { channelKeys } from "./sealed-place";
export { createChannel } from "./service";
