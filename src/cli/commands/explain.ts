import type { Command } from "commander";
import { AppError } from "@/server/errors";
import { connect } from "../connect";
import { define } from "../define";
import { foreignLine, writeNote, writeOutput } from "../output";

export function addExplainCommand(program: Command): void {
  define(program, {
    usage: "explain <id>",
    description: "ask your organization's AI model why a deployment failed",
    examples: ["berth explain 0190f6c2-6f6e-7c3a-9d55-0a1b2c3d4e5f"],
  }).action(explain);
}

async function explain(given: string): Promise<void> {
  const { client } = await connect();
  const explained = await client.deployment.explain.mutate({ id: given });
  if (!explained.ok) throw new AppError("UPSTREAM", explained.message);
  writeNote(`Written by ${explained.model} from the error and the end of the log. It may be wrong.`);
  writeOutput(explained, foreignLine(explained.text, process.stdout));
}
