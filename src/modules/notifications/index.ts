export { type Notice, notify } from "./outbox";
