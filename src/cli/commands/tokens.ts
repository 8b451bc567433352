import { type Command, InvalidArgumentError } from "commander";
import { connect } from "../connect";
import { define, defineGroup } from "../define";
import { ago, writeNote, writeOutput, writeTable } from "../output";

export function addTokenCommands(program: Command): void {
  const group = defineGroup(program, "token", "tokens for programs that call Berth");
  define(group, {
    usage: "create <name>",
    description: "make a token; it is shown once",
    examples: ["berth token create ci --days 30", "BERTH_TOKEN=$(berth token create ci)"],
  })
    .option("--days <number>", "days until it expires, or never", parseDays, 90)
    .action(createToken);
  define(group, { usage: "list", description: "list your tokens", examples: ["berth token list"] })
    .alias("ls")
    .action(listTokens);
  define(group, {
    usage: "revoke <id>",
    description: "make a token useless at once",
    examples: ["berth token revoke 0190f6c2-6f6e-7c3a-9d55-0a1b2c3d4e5f"],
  }).action(revokeToken);
}

function parseDays(text: string): number | null {
  if (text === "never") return null;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650) {
    throw new InvalidArgumentError("Give a number of days from 1 to 3650, or never.");
  }
  return days;
}

async function createToken(name: string, { days }: { days: number | null }): Promise<void> {
  const { client } = await connect();
  const created = await client.identity.tokens.create.mutate({ name, expiresInDays: days });
  writeNote(`Keep it now: it is not shown again. It expires ${days === null ? "never" : `in ${days} days`}.`);
  writeOutput(created, created.token);
}

async function listTokens(): Promise<void> {
  const { client } = await connect();
  const tokens = await client.identity.tokens.list.query();
  const rows = tokens.map((token) => [
    token.name,
    `${token.hint}…`,
    token.id,
    token.lastUsedAt ? `used ${ago(token.lastUsedAt)}` : "never used",
    token.expiresAt ? `until ${token.expiresAt.slice(0, 10)}` : "no expiry",
  ]);
  const empty = "There is no token. Make one: berth token create ci";
  writeTable(tokens, ["NAME", "BEGINS", "ID", "LAST USE", "EXPIRES"], rows, empty);
}

async function revokeToken(id: string): Promise<void> {
  const { client } = await connect();
  await client.identity.tokens.revoke.mutate({ id });
  writeNote("Revoked.");
  writeOutput({ revoked: id }, "");
}
