import path from "node:path";
import { text } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { Platform } from "@/modules/deployment/schema";
import { AppError } from "@/server/errors";
import { define } from "../define";
import { duration, paint, writeNote, writeOutput, writeTable } from "../output";
import { readVariables } from "../project-folder";
import { CommandFailed } from "../run";
import type { Client } from "../server";
import { findPlace, type Scope } from "../variables";

/** `env needs` and `env test`. */
export function addNeedsCommands(group: Command, scoped: (command: Command) => Command): void {
  scoped(
    define(group, {
      usage: "needs",
      description: "list what the project reads and whether it is set, with the places that read it",
      examples: [
        "berth env needs --project my-shop",
        "berth env needs --project my-shop -e staging --platform vercel --exit-code",
        "berth env needs --project my-shop --dir my-shop",
      ],
    }),
  )
    .option("--dir <dir>", "folder of the project; else its last deployment or its configuration tells what it reads")
    .addOption(
      new Option("--platform <name>", "where it will run (default: where it went last)").choices(Platform.options),
    )
    .option("--exit-code", "exit with 1 when something is missing")
    .action(listNeeds);
  scoped(
    define(group, {
      usage: "test <name>",
      description: "try a value where it is used: sign in to the database, ask the provider whose key it is",
      examples: [
        "berth env test DATABASE_URL --project my-shop",
        "berth env test STRIPE_SECRET_KEY --project my-shop --stdin",
      ],
    }),
  )
    .option("--stdin", "try the value on standard input instead of the stored one")
    .option("--allow-private", "also connect to this machine and its network; for owners")
    .action(testValue);
}

interface NeedsFlags extends Scope {
  dir?: string;
  platform?: Platform;
  exitCode?: boolean;
}

async function listNeeds({ dir, platform, exitCode, ...scope }: NeedsFlags): Promise<void> {
  const variables = dir === undefined ? undefined : await readVariables(path.resolve(dir));
  const { client, ref } = await findPlace(scope);
  const asked = { ...ref, ...(platform === undefined ? {} : { platform }) };
  const usage = variables
    ? await client.environment.usage.mutate({ ...asked, variables })
    : await client.deployment.environmentUsage.query(asked);
  const rows = usage.variables.map((line) => [words[line.status], line.key, placeOf(line), remarkOf(line)]);
  writeTable(usage, ["STATE", "NAME", "READ AT", "NOTE"], rows, "The project reads no variable, and none is set.");
  const { missing, unused } = usage.counts;
  const left = unused === 0 ? "" : ` ${unused} set and read nowhere.`;
  const summary =
    missing === 0
      ? "Nothing is missing."
      : `${missing} of ${usage.needed} needed variables ${missing === 1 ? "is" : "are"} missing.`;
  writeNote(paint(missing === 0 ? "green" : "yellow", `${summary}${left}`));
  if (exitCode && missing > 0) throw new CommandFailed(1);
}

type Line = Awaited<ReturnType<Client["environment"]["usage"]["mutate"]>>["variables"][number];

const words = { set: "set", missing: "missing", filled: "filled in", optional: "optional", unused: "unused" };

function placeOf({ places: [first, ...rest] }: Line): string {
  if (!first) return "";
  return `${first.file}:${first.line}${rest.length > 0 ? ` and ${rest.length} more` : ""}`;
}

function remarkOf({ setAs, inheritedFrom, meant, message, suppliedBy }: Line): string {
  const said = [
    setAs === undefined ? "" : `set as ${setAs}`,
    inheritedFrom === undefined ? "" : `inherited from ${inheritedFrom}`,
    meant === undefined ? "" : `probably meant ${meant}`,
    message ?? "",
    suppliedBy === undefined ? "" : "Referenced, not asked for.",
  ];
  return said.filter(Boolean).join(" ");
}

interface TestFlags extends Scope {
  stdin?: boolean;
  allowPrivate?: boolean;
}

async function testValue(key: string, { stdin, allowPrivate = false, ...scope }: TestFlags): Promise<void> {
  const value = stdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : undefined;
  const { client, ref } = await findPlace(scope);
  const asked = { ...ref, key, allowPrivate, ...(value === undefined ? {} : { value }) };
  const outcome = await client.environment.testValue.mutate(asked);
  if (outcome.outcome === "no-test") throw new AppError("VALIDATION", outcome.message);
  const time = outcome.tookMs < 1_000 ? `${outcome.tookMs} ms` : duration(outcome.tookMs);
  const isGood = outcome.outcome === "works";
  writeNote(`${paint(isGood ? "green" : "red", isGood ? "Works" : "Failed")} after ${time}. ${outcome.message}`);
  if (!isGood && outcome.cause === "not-allowed" && !allowPrivate)
    writeNote("To allow it for this test: --allow-private");
  writeOutput({ key, ...outcome }, "");
  if (!isGood) throw new CommandFailed(1);
}
