export { type Notice, notify } from "./outbox";
export { createChannel } from "./service";
