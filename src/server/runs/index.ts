export { requestCancel } from "./cancel";
export {
  type ActiveRun,
  type ActiveStep,
  type EventInput,
  finalStatuses,
  type Json,
  type RunInfo,
  RunInterrupted,
  type RunKind,
  type RunStatus,
  type StepOptions,
  StepTimedOut,
  type StoredEvent,
} from "./run-kind";
export { appendEvents, createRun, findRunByKey, listEvents, queuePosition } from "./runs";
export { watchEvents } from "./watch";
