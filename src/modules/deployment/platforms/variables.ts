import { PlatformError } from "@/modules/connections";
import type { DeploySettings } from "../schema";
import type { HostedCall } from "./operations";

/** A variable of an app as the platform shows it. */
export interface HostedVariable {
  key: string;
  /** Undefined where the platform does not show it again. */
  value: string | undefined;
  /** Another one after every change made there; tells of an edit where the value is not shown. */
  mark?: string;
}

export interface VariableChange {
  set: Readonly<Record<string, string>>;
  /** Names among them whose values are hidden wherever the platform can hide them. */
  secretNames: ReadonlySet<string>;
  remove: readonly string[];
}

/** What became of a change, name by name: every name is in one of the lists. */
export interface VariableOutcome {
  /** What is set now, with its mark where the platform has marks. */
  set: Map<string, { mark?: string }>;
  removed: string[];
  /** What the platform did not take, in its own words. */
  failed: Map<string, string>;
  /** Why the rest was not tried any more. */
  stopped?: unknown;
}

/** The variables of the app that visitors get. */
export interface HostedVariables {
  /** What an app is given there beside its own variables. */
  complete(values: Record<string, string>, settings: DeploySettings): Record<string, string>;
  list(call: HostedCall): Promise<HostedVariable[]>;
  /** Touches no other name, deploys nothing, and throws nothing that is about single names. */
  change(call: HostedCall, change: VariableChange): Promise<VariableOutcome>;
}

/** The outcome of a change that needed nothing, or that comes with what is made there. */
export function allSet(values: Readonly<Record<string, string>>): VariableOutcome {
  return { set: new Map(Object.keys(values).map((key) => [key, {}])), removed: [], failed: new Map() };
}

/** What the platform took of the names that were sent together. */
export interface Taken {
  marks?: Readonly<Record<string, string>>;
  refused?: readonly { key: string; message: string }[];
}

interface Sending {
  keys: readonly string[];
  /** As many names as one call takes. */
  atOnce: number;
  send(keys: readonly string[]): Promise<Taken>;
  done(key: string, mark: string | undefined): void;
}

/** How a change is brought to a platform: what differs between them is how one call sets, and how one removes. */
export async function bringChange(
  change: VariableChange,
  platform: {
    atOnce: number;
    set(keys: readonly string[]): Promise<Taken>;
    remove(key: string): Promise<void>;
  },
): Promise<VariableOutcome> {
  const outcome: VariableOutcome = { set: new Map(), removed: [], failed: new Map() };
  const { atOnce } = platform;
  await sendParts(outcome, {
    keys: Object.keys(change.set),
    atOnce,
    send: platform.set,
    done: (key, mark) => outcome.set.set(key, mark === undefined ? {} : { mark }),
  });
  await sendParts(outcome, {
    keys: change.remove,
    atOnce: 1,
    send: async ([key = ""]) => {
      await platform.remove(key);
      return {};
    },
    done: (key) => outcome.removed.push(key),
  });
  return outcome;
}

async function sendParts(outcome: VariableOutcome, { keys, atOnce, send, done }: Sending): Promise<void> {
  const waiting = Array.from({ length: Math.ceil(keys.length / atOnce) }, (_, part) =>
    keys.slice(part * atOnce, (part + 1) * atOnce),
  );
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    if (outcome.stopped !== undefined) {
      for (const key of part) outcome.failed.set(key, sentenceOf(outcome.stopped));
      continue;
    }
    try {
      const { marks = {}, refused = [] } = await send(part);
      const [only = ""] = part;
      const isTold = refused.every(({ key }) => part.includes(key));
      if (!isTold && part.length > 1) {
        waiting.unshift(...singly(part));
        continue;
      }
      for (const { key, message } of refused) outcome.failed.set(isTold ? key : only, message);
      for (const key of part) if (!outcome.failed.has(key)) done(key, marks[key]);
    } catch (error) {
      const isAboutValues = PlatformError.is(error) && error.kind === "VALIDATION";
      // A call that was refused as a whole does not say for which name, so each is sent by itself.
      if (isAboutValues && part.length > 1) waiting.unshift(...singly(part));
      else {
        for (const key of part) outcome.failed.set(key, sentenceOf(error));
        if (!isAboutValues) outcome.stopped = error;
      }
    }
  }
}

function singly(keys: readonly string[]): string[][] {
  return keys.map((key) => [key]);
}

function sentenceOf(error: unknown): string {
  if (PlatformError.is(error)) return error.message;
  return "There was no time left for it. Try again.";
}
