export { cancelWaiting, requestCancel } from "./cancel";
export {
  type ActiveRun,
  type ActiveStep,
  type EventInput,
  type FinalStatus,
  finalStatuses,
  type Json,
  RunInterrupted,
  type RunKind,
  type StepOptions,
  StepTimedOut,
  type StoredEvent,
} from "./run-kind";
export { appendEvents, createRun, findRunByKey, listEvents, queuePosition } from "./runs";
export { watchEvents } from "./watch";
