import { type Command, InvalidArgumentError, Option } from "commander";
import { type MetadataPatch, VariableType } from "@/modules/environment/schema";
import { AppError } from "@/server/errors";
import { define } from "../define";
import { writeNote, writeOutput } from "../output";
import { findPlace, requireName, type Scope, setVariables, visibilities } from "../variables";

/** `env describe`, `env generate` and `env allow-reserved`. */
export function addDescribeCommands(group: Command, scoped: (command: Command) => Command): void {
  scoped(
    define(group, {
      usage: "describe <name>",
      description: "say what a variable is: its type, who sees it, what it is for; its value stays",
      examples: [
        "berth env describe PORT --project my-shop --type port --required",
        "berth env describe STRIPE_SECRET_KEY --project my-shop --visibility restricted",
        "berth env describe LOG_LEVEL --project my-shop --type enum --options info,warn,error",
      ],
    }),
  )
    .addOption(new Option("--type <name>", "what its values are").choices(VariableType.options))
    .addOption(new Option("--visibility <name>", "who sees the values").choices(visibilities))
    .option("--description <text>", "what it is for")
    .option("--example <text>", "what a value looks like")
    .option("--options <list>", "the values of an enum, with commas between them", asList)
    .option("--pattern <regex>", "what a whole value has to match, in RE2 syntax")
    .option("--rule <id>", "the provider rule to check with")
    .addOption(new Option("--required", "an app needs it").conflicts("optional"))
    .option("--optional", "an app can go without it")
    .action(describeVariable);
  scoped(
    define(group, {
      usage: "generate <name>",
      description: "make a value and store it, without showing it; creates a missing project",
      examples: [
        "berth env generate AUTH_SECRET --project my-shop",
        "berth env generate SIGNING_KEY --project my-shop --kind key-pair:p256",
      ],
    }),
  )
    .option("--kind <kind>", "secret, secret:64 (bytes), uuid, password:32 (characters), key-pair:rsa", "secret")
    .addOption(new Option("--visibility <name>", "who sees the value").choices(visibilities))
    .option("--reason <text>", "why, for the history")
    .action((name: string, { kind, ...flags }: GenerateFlags) =>
      setVariables([], { ...flags, generate: [`${name}=${kind}`] }),
    );
  scoped(
    define(group, {
      usage: "allow-reserved <name>",
      description:
        "let a name that changes how programs start, such as NODE_OPTIONS, reach apps of this machine; for owners",
      examples: ["berth env allow-reserved NODE_OPTIONS --project my-shop"],
    }),
  )
    .option("--revoke", "take the permission back")
    .action(allowReserved);
}

function asList(text: string): string[] {
  const options = text.split(",").map((option) => option.trim());
  if (options.every((option) => option !== "")) return options;
  throw new InvalidArgumentError("Give values with commas between them.");
}

interface GenerateFlags extends Scope {
  kind: string;
  visibility?: (typeof visibilities)[number];
  reason?: string;
}

interface DescribeFlags extends Scope, Partial<Pick<MetadataPatch, "type" | "visibility" | "description">> {
  example?: string;
  options?: string[];
  pattern?: string;
  rule?: string;
  required?: boolean;
  optional?: boolean;
}

async function describeVariable(key: string, flags: DescribeFlags): Promise<void> {
  const { project, environment, required, optional, ...said } = flags;
  const need = required || optional ? { required: required === true } : {};
  const patch: MetadataPatch = { ...said, ...need };
  if (Object.keys(patch).length === 0)
    throw new AppError(
      "VALIDATION",
      "Nothing to say of it. Give --type, --visibility, --description or another option.",
    );
  const { client, ref } = await findPlace({ project, environment });
  const answer = await client.environment.describe.mutate({ ...ref, variables: { [requireName(key)]: patch } });
  writeNote(answer.described.length === 0 ? `${key} was described so already.` : `${key} described.`);
  for (const { key: name, message } of answer.problems) writeNote(`${name}: ${message} Its stored value does not fit.`);
  writeOutput(answer, "");
}

async function allowReserved(key: string, { revoke = false, ...scope }: Scope & { revoke?: boolean }): Promise<void> {
  const { client, ref } = await findPlace(scope);
  await client.environment.allowReserved.mutate({ ...ref, key, isAllowed: !revoke });
  const what = revoke ? "is refused on this machine again" : "reaches the apps of this machine from the next start on";
  writeNote(`${scope.project}, ${scope.environment}: ${key} ${what}.`);
  writeOutput({ ...ref, key, isAllowed: !revoke }, "");
}
