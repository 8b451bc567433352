import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { tokenExpiry } from "@/modules/connections/pure";
import type { Connection, ConnectOption, ConnectOutcome } from "@/modules/connections/schema";
import { AppError } from "@/server/errors";
import { ask, askSecret, confirmByName, isInteractive } from "../ask";
import { connect } from "../connect";
import { define, defineGroup } from "../define";
import { ago, duration, writeNote, writeOutput, writeTable } from "../output";
import { CommandFailed } from "../run";
import type { Client } from "../server";

interface TokenFlags {
  tokenStdin?: boolean;
}

const platformArgument = "<platform>";
const tokenStdin = ["--token-stdin", "read the token from standard input"] as const;

export function addPlatformCommands(program: Command): void {
  const group = defineGroup(program, "platform", "the accounts projects are deployed with");
  define(group, {
    usage: `connect ${platformArgument}`,
    description: "connect an account of vercel, railway, render or github",
    examples: ["berth platform connect vercel", "berth platform connect github --token-stdin < token.txt"],
  })
    .option(...tokenStdin)
    .option("--name <name>", "what to call it in Berth")
    .option("--team <id>", "id of the team, workspace or owner to create things in; own for the account itself")
    .action(connectAccount);
  define(group, {
    usage: "list [platform]",
    description: "list platforms and the accounts connected to them",
    examples: ["berth platform list", "berth platform list vercel --json"],
  })
    .alias("ls")
    .action(listAccounts);
  define(group, {
    usage: `test ${platformArgument} [connection]`,
    description: "ask the platform whether it still accepts the token",
    examples: ["berth platform test vercel", 'berth platform test github "Work"'],
  }).action(testAccount);
  define(group, {
    usage: `reconnect ${platformArgument} [connection]`,
    description: "replace the token; deployments that wait for it go on",
    examples: ["berth platform reconnect vercel", "berth platform reconnect railway Acme --token-stdin < token.txt"],
  })
    .option(...tokenStdin)
    .action(reconnectAccount);
  define(group, {
    usage: `disconnect ${platformArgument} [connection]`,
    description: "forget an account and its token; what was deployed with it goes on",
    examples: ["berth platform disconnect vercel", 'berth platform disconnect github "Work" --yes'],
  })
    .option("-y, --yes", "do not ask")
    .action(disconnectAccount);
}

async function connectAccount(
  platformName: string,
  flags: TokenFlags & { name?: string; team?: string },
): Promise<void> {
  const { client } = await connect();
  const option = await optionOf(client, platformName);
  const token = await readToken(option, flags);
  const { platform } = option;
  const named = flags.name === undefined ? {} : { name: flags.name };
  const input = { platform, token, ...named, ...teamOf(flags.team) };
  let result = await client.platform.connect.mutate(input);
  if (result.outcome === "choose-team") {
    result = await client.platform.connect.mutate({ ...input, teamId: await chooseTeam(result, option) });
  }
  if (result.outcome === "choose-team") throw new AppError("INTERNAL", "The choice of a team was not taken.");
  const { connection } = result;
  writeNote(
    result.outcome === "connected"
      ? `Connected ${describe(connection)} as ${connection.name}.`
      : `${connection.name} was connected already; it has the new token.`,
  );
  writeOutput(connection, connection.id);
}

async function listAccounts(platformName: string | undefined): Promise<void> {
  const { client } = await connect();
  const { options } = await client.platform.connectOptions.query();
  const [platforms, connections] = await Promise.all([
    client.platform.list.query(),
    client.platform.connections.query({}),
  ]);
  const github = options.filter(({ platform }) => platform === "github");
  const known = [
    ...platforms.map((platform) => ({ ...platform, id: platform.id as string })),
    ...github.map(({ platform, label, purpose }) => ({ id: platform, label, description: purpose })),
  ];
  const shown = known.filter(({ id }) => platformName === undefined || id === platformName);
  if (shown.length === 0) throw unknownPlatform(platformName ?? "", known);
  const result = shown.map((platform) => ({
    ...platform,
    connections: connections.filter((connection) => connection.platform === platform.id),
  }));
  const rows = result.flatMap(({ id, connections: own }) => {
    if (own.length === 0) return [[id, "", "", id === "local" ? "available" : "not connected", "", ""]];
    return own.map((each) => [
      id,
      each.name,
      describe(each),
      stateOf(each),
      each.lastUsedAt ? ago(each.lastUsedAt) : "never",
      each.id,
    ]);
  });
  writeTable(result, ["PLATFORM", "NAME", "ACCOUNT", "STATE", "LAST USE", "ID"], rows, "There is no platform.");
}

async function testAccount(platformName: string, wanted: string | undefined): Promise<void> {
  const { client } = await connect();
  const { option, connection } = await findConnection(client, platformName, wanted);
  const result = await client.platform.test.mutate({ id: connection.id });
  if (result.ok)
    writeNote(`${option.label} accepted the token of ${connection.name} in ${duration(result.durationMs)}.`);
  else writeNote(result.message);
  writeOutput(result, "");
  if (!result.ok) throw new CommandFailed();
}

async function reconnectAccount(platformName: string, wanted: string | undefined, flags: TokenFlags): Promise<void> {
  const { client } = await connect();
  const { option, connection } = await findConnection(client, platformName, wanted);
  const token = await readToken(option, flags);
  const reconnected = await client.platform.reconnect.mutate({ id: connection.id, token });
  writeNote(`${connection.name} has the new token. What waited for it goes on.`);
  writeOutput(reconnected, "");
}

async function disconnectAccount(
  platformName: string,
  wanted: string | undefined,
  flags: { yes?: boolean },
): Promise<void> {
  const { client } = await connect();
  const { option, connection } = await findConnection(client, platformName, wanted);
  const { id, name } = connection;
  const usage = (await client.platform.usage.query()).find(({ connectionId }) => connectionId === id);
  const apps = usage?.apps.length ?? 0;
  const unfinished = usage?.deployments.length ?? 0;
  const consequences = [
    apps > 0 ? ` ${apps} ${apps === 1 ? "app" : "apps"} on ${option.label} cannot be changed from here any more.` : "",
    unfinished > 0
      ? ` ${unfinished} ${unfinished === 1 ? "deployment is" : "deployments are"} not over and will fail.`
      : "",
  ].join("");
  await confirmByName(`This forgets the token of ${name}.${consequences}`, name, flags.yes);
  await client.platform.disconnect.mutate({ id });
  writeNote(`Disconnected ${name}. Revoke its token on ${option.label} too if nothing else uses it.`);
  writeOutput({ disconnected: id, name, platform: option.platform }, "");
}

/** The token from standard input or typed unseen; never from an argument, which other users of a machine can read. */
async function readToken(option: ConnectOption, { tokenStdin: fromStdin }: TokenFlags): Promise<string> {
  const { label, tokenName, tokenPage, steps, scopes } = option;
  if (fromStdin) return (await text(process.stdin)).trim();
  if (!isInteractive()) {
    throw new AppError("VALIDATION", `There is nobody to ask for the ${tokenName}. Pipe it in with --token-stdin.`);
  }
  writeNote(`Make a ${label} ${tokenName} at ${tokenPage}\n${steps}`);
  for (const { name, why, isRequired } of scopes) writeNote(`  ${name}${isRequired ? "" : " (optional)"}: ${why}`);
  return (await askSecret(`${label} ${tokenName} (not shown):`)).trim();
}

type TeamChoice = Extract<ConnectOutcome, { outcome: "choose-team" }>;

function teamOf(flag: string | undefined): { teamId?: string | null } {
  return flag === undefined ? {} : { teamId: flag === "own" ? null : flag };
}

async function chooseTeam({ teams, own }: TeamChoice, option: ConnectOption): Promise<string | null> {
  const choices = [...(own === null ? [] : [{ id: null, name: own }]), ...teams];
  if (isInteractive()) {
    choices.forEach(({ id, name }, index) => {
      writeNote(`  ${index + 1}  ${name}  ${id ?? "(the account itself)"}`);
    });
    const chosen = choices[Number(await ask(`Which ${option.teamName}? Type its number:`)) - 1];
    if (chosen) return chosen.id;
  }
  const listed = choices.map(({ id, name }) => `${id ?? "own"} (${name})`).join(", ");
  const message = `The token sees several. Name the ${option.teamName} with --team: ${listed}.`;
  throw new AppError("VALIDATION", message, { details: { teams, own } });
}

async function optionOf(client: Client, platformName: string): Promise<ConnectOption> {
  const { options } = await client.platform.connectOptions.query();
  const option = options.find(({ platform }) => platform === platformName);
  if (!option)
    throw unknownPlatform(
      platformName,
      options.map(({ platform }) => ({ id: platform })),
    );
  return option;
}

function unknownPlatform(name: string, known: readonly { id: string }[]): AppError {
  return new AppError(
    "VALIDATION",
    `There is no platform ${name}. Use one of ${known.map(({ id }) => id).join(", ")}.`,
  );
}

/** The connection by id or name; without one, the only one of its platform. */
async function findConnection(
  client: Client,
  platformName: string,
  wanted: string | undefined,
): Promise<{ option: ConnectOption; connection: Connection }> {
  const option = await optionOf(client, platformName);
  const connections = await client.platform.connections.query({ platform: option.platform });
  const { label } = option;
  const [only] = connections;
  if (!only) {
    throw new AppError(
      "NOT_FOUND",
      `No ${label} account is connected. Connect one: berth platform connect ${platformName}`,
    );
  }
  const names = connections.map(({ name }) => name).join(", ");
  if (wanted !== undefined) {
    const found = connections.find(({ id }) => id === wanted) ?? connections.find(({ name }) => name === wanted);
    if (found) return { option, connection: found };
    throw new AppError("NOT_FOUND", `No ${label} connection is called ${wanted}. There is: ${names}.`);
  }
  if (connections.length > 1) {
    throw new AppError("VALIDATION", `Several ${label} accounts are connected. Name one of: ${names}.`);
  }
  return { option, connection: only };
}

function describe({ account: { name, team } }: Connection): string {
  return team && team.name !== name ? `${name}, ${team.name}` : name;
}

function stateOf({ state, isMoved, emulated, account }: Connection): string {
  const word = isMoved ? "other address" : state === "refused" ? "token refused" : "connected";
  const expiry = tokenExpiry(account.expiresAt, new Date());
  const end = expiry && `${expiry === "soon" ? "expires" : "expired"} ${account.expiresAt?.slice(0, 10)}`;
  return [word, end, emulated ? "emulated" : undefined].filter(Boolean).join(", ");
}
