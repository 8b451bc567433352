import * as z from "zod";
import { EnvironmentRef, VariableKey, VariableValue } from "../schema";

/** Why a test failed; `not-allowed` is an address Berth does not connect to. */
export const TestCause = z.enum([
  "not-allowed",
  "not-found",
  "refused",
  "timeout",
  "unreachable",
  "wrong-credentials",
  "no-permission",
  "tls",
  "tls-needed",
  "no-database",
  "busy",
  "malformed",
  "unexpected",
]);
export type TestCause = z.infer<typeof TestCause>;

/** Tries the stored value, or one that is not saved yet. */
export const TestValue = EnvironmentRef.extend({
  key: VariableKey,
  value: VariableValue.optional(),
  /** Lets the test reach this machine and its network; for owners and admins. Never a cloud's metadata service. */
  allowPrivate: z.boolean().default(false),
});

/** What a test found, in words of Berth's own: nothing that the other side answered. */
export const TestOutcome = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("works"), message: z.string(), tookMs: z.number() }),
  z.object({ outcome: z.literal("failed"), cause: TestCause, message: z.string(), tookMs: z.number() }),
  z.object({ outcome: z.literal("no-test"), message: z.string() }),
]);
export type TestOutcome = z.infer<typeof TestOutcome>;
