import { rules } from "../rule-table";
import { type ConfigField, checkRules, fieldValues } from "../rules";
import { ScaffoldConfig } from "../schema";

/** One decision of a configuration: a field with one value, or whether a list has one value. */
interface Axis {
  name: string;
  field: ConfigField;
  values: readonly string[];
  /** For a list: the value that is in it or not. */
  member?: string;
}

type Assignment = readonly number[];

const on = "yes";
const off = "no";

const axes: readonly Axis[] = (Object.keys(fieldValues) as ConfigField[]).flatMap((field): Axis[] => {
  const values: readonly string[] = fieldValues[field];
  if (field !== "authProviders" && field !== "extras") return [{ name: field, field, values }];
  return values.map((member) => ({ name: `${field}.${member}`, field, values: [off, on], member }));
});

/**
 * A small set of valid configurations in which every two values that may go together do so at least once. The order is
 * stable: the same catalog gives the same rows.
 */
export function pairwiseConfigs(name: string): ScaffoldConfig[] {
  const cores = validCores(name);
  const open = feasiblePairs(cores);
  const rows: ScaffoldConfig[] = [];
  while (open.size > 0) {
    const row = bestRow(cores, open, rows.length);
    for (const pair of pairsOf(row)) open.delete(pair);
    rows.push(toConfig(name, row));
  }
  return rows;
}

/** Two values of two axes, as a key. */
function pairKey(left: number, leftValue: number, right: number, rightValue: number): number {
  return ((left * 16 + leftValue) * 64 + right) * 16 + rightValue;
}

/** The pairs a row shows. A model provider shows nothing while there is no AI to use it. */
function pairsOf(row: Assignment, upTo = row.length): number[] {
  const pairs: number[] = [];
  for (let left = 0; left < upTo; left += 1) {
    for (let right = left + 1; right < upTo; right += 1) {
      const [leftValue, rightValue] = [row[left] ?? -1, row[right] ?? -1];
      if (leftValue < 0 || rightValue < 0 || isIdle(row, left) || isIdle(row, right)) continue;
      pairs.push(pairKey(left, leftValue, right, rightValue));
    }
  }
  return pairs;
}

const aiTemplateAxis = axes.findIndex(({ name }) => name === "aiTemplate");
const aiProviderAxis = axes.findIndex(({ name }) => name === "aiProvider");

function isIdle(row: Assignment, axis: number): boolean {
  return axis === aiProviderAxis && axes[aiTemplateAxis]?.values[row[aiTemplateAxis] ?? -1] === "none";
}

/** The axes that some rule looks at; the others can take any value in any row. */
const ruledAxes: readonly number[] = axes.flatMap((axis, index) => {
  const conditions = rules.flatMap(({ when, forbids, requires }) => [when, forbids ?? {}, requires ?? {}]);
  const isRuled = conditions.some((condition) => {
    const wanted: readonly string[] | undefined = condition[axis.field];
    return wanted !== undefined && (axis.member === undefined || wanted.includes(axis.member));
  });
  return isRuled ? [index] : [];
});

/** Every way to set the ruled axes that breaks no rule; the free axes are -1. */
function validCores(name: string): Assignment[] {
  const start: Assignment = axes.map(() => -1);
  const all = ruledAxes.reduce<Assignment[]>(
    (partial, axis) => partial.flatMap((row) => (axes[axis]?.values ?? []).map((_, value) => row.with(axis, value))),
    [start],
  );
  return all.filter((row) => checkRules(toConfig(name, row)).length === 0);
}

function feasiblePairs(cores: readonly Assignment[]): Set<number> {
  const pairs = new Set<number>();
  const free = axes.map((_, index) => index).filter((index) => !ruledAxes.includes(index));
  for (const core of cores) for (const pair of pairsOf(core)) pairs.add(pair);
  for (const axis of free) {
    for (let value = 0; value < (axes[axis]?.values.length ?? 0); value += 1) {
      for (const other of axes.keys()) {
        if (other === axis) continue;
        const others = ruledAxes.includes(other)
          ? new Set(cores.map((core) => core[other] ?? -1))
          : (axes[other]?.values ?? []).keys();
        for (const otherValue of others) addFeasible(pairs, axis, value, other, otherValue);
      }
    }
  }
  return pairs;
}

function addFeasible(pairs: Set<number>, axis: number, value: number, other: number, otherValue: number): void {
  const row = axes.map((_, index) => (index === axis ? value : index === other ? otherValue : -1));
  for (const pair of pairsOf(row)) pairs.add(pair);
}

/** The row that shows the most open pairs: the most promising cores, each with its free axes filled greedily. */
function bestRow(cores: readonly Assignment[], open: ReadonlySet<number>, turn: number): Assignment {
  const waiting = countWaiting(open);
  const hope = (core: Assignment): number =>
    core.reduce((sum, value, axis) => sum + (waiting[axis]?.[value] ?? 0), countOpen(core, open));
  const promising = cores.map((core) => ({ core, hope: hope(core) })).sort((left, right) => right.hope - left.hope);
  let best: { row: Assignment; score: number } | undefined;
  for (const { core } of promising.slice(0, 40)) {
    const row = fillFree(core, open, waiting, turn);
    const score = countOpen(row, open);
    if (best === undefined || score > best.score) best = { row, score };
  }
  if (best === undefined || best.score === 0) throw new Error("The rules leave no row for the pairs that are open.");
  return best.row;
}

function countOpen(row: Assignment, open: ReadonlySet<number>): number {
  return pairsOf(row).filter((pair) => open.has(pair)).length;
}

/** For every axis and value, how many open pairs wait for it. */
function countWaiting(open: ReadonlySet<number>): number[][] {
  const waiting = axes.map(({ values }) => values.map(() => 0));
  const count = (axis: number, value: number): void => {
    const counts = waiting[axis];
    if (counts?.[value] !== undefined) counts[value] += 1;
  };
  for (const pair of open) {
    count(Math.floor(pair / (16 * 64 * 16)), Math.floor(pair / (16 * 64)) % 16);
    count(Math.floor(pair / 16) % 64, pair % 16);
  }
  return waiting;
}

/**
 * The free axes in the order of what waits for them; the AI template last, because it decides whether the provider
 * counts. Where nothing waits, `turn` varies the values from row to row.
 */
function fillFree(core: Assignment, open: ReadonlySet<number>, waiting: readonly number[][], turn: number): Assignment {
  const need = (axis: number): number => (axis === aiTemplateAxis ? -1 : Math.max(...(waiting[axis] ?? [0])));
  const free = [...axes.keys()].filter((axis) => core[axis] === -1).sort((left, right) => need(right) - need(left));
  return free.reduce((row, axis) => {
    const values = axes[axis]?.values ?? [];
    const options = values.map((_, value) => {
      const filled = row.with(axis, value);
      const variety = (value + turn + axis) % values.length;
      return { filled, score: countOpen(filled, open), waiting: waiting[axis]?.[value] ?? 0, variety };
    });
    options.sort(
      (left, right) => right.score - left.score || right.waiting - left.waiting || right.variety - left.variety,
    );
    return options[0]?.filled ?? row;
  }, core);
}

function toConfig(name: string, row: Assignment): ScaffoldConfig {
  const config: Record<string, unknown> = { name };
  for (const [index, axis] of axes.entries()) {
    const value = axis.values[row[index] ?? -1];
    if (axis.member === undefined) {
      if (value !== undefined && !isIdle(row, index)) config[axis.field] = value;
    } else if (value === on) {
      config[axis.field] = [...((config[axis.field] as string[] | undefined) ?? []), axis.member];
    }
  }
  return ScaffoldConfig.parse(config);
}
