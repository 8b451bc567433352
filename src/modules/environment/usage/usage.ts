import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { parseConfig } from "@/modules/scaffold/pure";
import { type Ctx, requirePermission } from "@/server/context";
import { hasTest } from "../live-tests/run-test";
import { readCurrentValues } from "../references/environment-values";
import type { TargetPlatform } from "../schema";
import { findConfig } from "../snapshots/store";
import { checkEnvironment } from "../validation/checks";
import { isNear, namesOf } from "../validation/names";
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
  return compareUsage({ reads, set, platform });
}

interface UsageInput {
  reads: readonly ReadVariable[];
  /** What is set, by name. */
  set: ReadonlyMap<string, { inheritedFrom: string | undefined; sensitive: boolean; description: string }>;
  platform: TargetPlatform;
}

/** The comparison itself; only names count, values are checked elsewhere. */
export function compareUsage({ reads, set, platform }: UsageInput): Usage {
  const read = new Set(reads.flatMap(namesOf));
  const needed = reads.map((variable) => usageOf(variable, { set, platform, reads }));
  const unset = needed.filter(({ status }) => status !== "set").map(({ key }) => key);
  const unused = [...set]
    .filter(([key]) => !read.has(key))
    .map(([key, { inheritedFrom, sensitive, description }]): VariableUsage => {
      const meant = unset.find((name) => isNear(key, name));
      return {
        ...{ key, status: "unused", required: false, sensitive, description, feature: "", places: [] },
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
  return {
    ...{ key, required, sensitive, description, feature, places },
    ...(provider === undefined ? {} : { provider }),
    ...known(key, variable.rule),
    status: name === undefined ? statusUnset(variable, { set, platform, reads }) : "set",
    ...(example === undefined ? {} : { example }),
    ...(name === undefined || name === key ? {} : { setAs: name }),
    ...(inheritedFrom === undefined ? {} : { inheritedFrom }),
  };
}

/** What the check says of a variable that is not set, the other form of a credential included. */
function statusUnset(variable: ReadVariable, { set, platform }: UsageInput): UsageStatus {
  const values = Object.fromEntries(
    (variable.alternatives ?? []).filter((key) => set.has(key)).map((key) => [key, "set"]),
  );
  const status = checkEnvironment({ specs: [variable], values, platform }).variables[0]?.status;
  if (status === "missing" || status === "error") return "missing";
  return status === "generated" || status === "provided" ? "filled" : "optional";
}

function known(key: string, ruleId: string | undefined) {
  const rule = ruleFor(key, ruleId);
  return {
    ...(rule ? { rule: rule.id, provider: rule.provider } : {}),
    hasTest: hasTest(key, ruleId),
  };
}
