import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { parseConfig } from "@/modules/scaffold/pure";
import { type Ctx, requirePermission } from "@/server/context";
import { hasTest } from "../live-tests/has-test";
import { readCurrentValues } from "../references/environment-values";
import type { TargetPlatform } from "../schema";
import { findConfig, latestSnapshot } from "../snapshots/store";
import { checkEnvironment } from "../validation/checks";
import { isNear, namesOf } from "../validation/names";
import { heldBy, ownerOf } from "../validation/platform-variables";
import { ruleFor } from "../validation/rules";
import { readsOf } from "./generated-reads";
import { GetUsage, type ReadVariable, type Usage, UsageStatus, type VariableUsage } from "./schema";

/** What a project needs against what its environment sets: set, missing, filled in, optional, and unused. No value is opened. */
export async function getUsage(ctx: Ctx, input: z.input<typeof GetUsage>): Promise<Usage> {
  requirePermission(ctx, "environment:read");
  const { config, variables = [], platform, ...ref } = GetUsage.parse(input);
  await getProject(ctx, { id: ref.projectId });
  const reads = config === undefined || config === null ? variables : await readsOf(parseConfig(config));
  const stored = await findConfig(ctx, ref);
  // Read before the values: what is saved in between is merged, not lost.
  const snapshotId = (stored && (await latestSnapshot(ctx, stored.id)))?.id ?? null;
  const held = stored ? (await readCurrentValues(ctx, stored)).held : new Map();
  const set = new Map(
    Array.from(
      held,
      ([
        key,
        {
          inheritedFrom,
          stored: { metadata },
        },
      ]) => [key, { inheritedFrom, sensitive: metadata.visibility !== "plain", description: metadata.description }],
    ),
  );
  return { ...compareUsage({ reads, set, platform }), snapshotId };
}

interface UsageInput {
  reads: readonly ReadVariable[];
  /** What is set, by name. */
  set: ReadonlyMap<string, { inheritedFrom: string | undefined; sensitive: boolean; description: string }>;
  platform: TargetPlatform;
}

/** The comparison itself; only names count, values are checked elsewhere. */
export function compareUsage({ reads, set, platform }: UsageInput): Omit<Usage, "snapshotId"> {
  const read = new Set(reads.flatMap(namesOf));
  const needed = reads.map((variable) => usageOf(variable, { set, platform, reads }));
  const unset = needed.filter(({ status }) => status !== "set").map(({ key }) => key);
  const unused = [...set]
    .filter(([key]) => !read.has(key))
    .map(([key, { inheritedFrom, sensitive, description }]): VariableUsage => {
      const meant = unset.find((name) => isNear(key, name));
      return {
        ...{
          key,
          status: "unused",
          required: false,
          sensitive,
          description,
          feature: "",
          places: [],
          isGenerated: false,
        },
        ...known(key, undefined),
        ...(inheritedFrom === undefined ? {} : { inheritedFrom }),
        ...(meant === undefined ? {} : { meant }),
      };
    });
  const variables = [...needed, ...unused];
  const count = (status: UsageStatus) => variables.filter((each) => each.status === status).length;
  const [isSet = 0, missing = 0, filled = 0, optional = 0, left = 0] = UsageStatus.options.map(count);
  return { variables, counts: { set: isSet, missing, filled, optional, unused: left }, needed: needed.length };
}

function usageOf(variable: ReadVariable, { set, platform, reads }: UsageInput): VariableUsage {
  const { key, required, sensitive, description, example, feature, provider, places = [] } = variable;
  const name = namesOf(variable).find((each) => set.has(each));
  const inheritedFrom = name === undefined ? undefined : set.get(name)?.inheritedFrom;
  const owner = heldBy(key) === undefined ? undefined : ownerOf(key);
  return {
    ...{ key, required, sensitive, description, feature, places, isGenerated: variable.source === "generate" },
    ...(owner === undefined ? {} : { suppliedBy: owner }),
    ...(provider === undefined ? {} : { provider }),
    ...known(key, variable.rule),
    ...(name === undefined ? stateUnset(variable, { set, platform, reads }) : { status: "set" as const }),
    ...(example === undefined ? {} : { example }),
    ...(name === undefined || name === key ? {} : { setAs: name }),
    ...(inheritedFrom === undefined ? {} : { inheritedFrom }),
  };
}

/** What the check says of a variable that is not set, the other form of a credential included. */
function stateUnset(variable: ReadVariable, { set, platform }: UsageInput): { status: UsageStatus; message?: string } {
  const values = Object.fromEntries(
    (variable.alternatives ?? []).filter((key) => set.has(key)).map((key) => [key, "set"]),
  );
  const { status, message } = checkEnvironment({ specs: [variable], values, platform }).variables[0] ?? {};
  const said = message === undefined ? {} : { message };
  if (status === "missing" || status === "error") return { status: "missing", ...said };
  return { status: status === "generated" || status === "provided" ? "filled" : "optional", ...said };
}

function known(key: string, ruleId: string | undefined) {
  const rule = ruleFor(key, ruleId);
  return {
    ...(rule ? { rule: rule.id, provider: rule.provider } : {}),
    hasTest: hasTest(key, ruleId),
  };
}
