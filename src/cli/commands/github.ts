import type { Command } from "commander";
import { connect, loadServer } from "../connect";
import { define, defineGroup } from "../define";
import { parseFingerprint } from "../deploy-options";
import { writeNote, writeOutput, writeTable } from "../output";

interface PushFlags {
  name?: string;
  public?: boolean;
  connection?: string;
  deployment?: string;
  allowSecret?: string[];
}

export function addGithubCommands(program: Command): void {
  const group = defineGroup(program, "github", "push projects to GitHub, and list repositories there");
  define(group, {
    usage: "push [project]",
    description: "push a project's files to a repository of your GitHub account, as one commit",
    examples: [
      "berth github push my-shop",
      "berth github push my-shop --name shop --public",
      "berth github push --deployment 0190f6c2-6f6e-7c3a-9d55-0a1b2c3d4e5f",
    ],
  })
    .option("--name <name>", "name of the repository (default: the project's)")
    .option("--public", "create it for everyone to see (default: private)")
    .option("--deployment <id>", "push the files of this deployment")
    .option("--connection <name>", "the GitHub account, where several are connected")
    .option("--allow-secret <fingerprint>", "let a finding of the secret scan go out; for owners", parseFingerprint)
    .action(push);
  define(group, {
    usage: "repositories",
    description: "list repositories of your GitHub account, newest push first",
    examples: ["berth github repositories", "berth github repositories --json"],
  })
    .alias("repos")
    .option("--connection <name>", "the GitHub account, where several are connected")
    .action(listRepositories);
}

async function push(project: string | undefined, flags: PushFlags): Promise<void> {
  const { client } = await connect();
  const projectId = project === undefined ? undefined : (await (await loadServer()).projectByName(client, project)).id;
  const pushed = await client.deployment.pushToGithub.mutate({
    projectId,
    deploymentId: flags.deployment,
    name: flags.name,
    connectionId: flags.connection,
    isPrivate: !flags.public,
    allowSecrets: flags.allowSecret,
  });
  const { repository, wasCreated, wasUnchanged, isPrivate, leftOut, emulated } = pushed;
  if (wasCreated) writeNote(`Created ${repository}, ${isPrivate ? "private" : "public"}.`);
  writeNote(wasUnchanged ? "It holds these files already." : `Pushed commit ${pushed.commit.slice(0, 7)}.`);
  if (leftOut.length > 0) writeNote(`Left out, since they are there to hold secrets: ${leftOut.join(", ")}`);
  if (emulated) writeNote("This GitHub is a local stand-in: nothing left this machine.");
  writeOutput(pushed, pushed.url);
}

async function listRepositories({ connection }: Pick<PushFlags, "connection">): Promise<void> {
  const { client } = await connect();
  const found = await client.platform.repositories.query({ connectionId: connection });
  const rows = found.map(({ repository, isPrivate, branch, url }) => [
    repository,
    isPrivate ? "private" : "public",
    branch,
    url,
  ]);
  writeTable(found, ["REPOSITORY", "VISIBLE", "BRANCH", "ADDRESS"], rows, "The account has no repository yet.");
}
