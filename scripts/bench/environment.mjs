import { mutate, query } from "../shared/berth-client.mjs";
import { median } from "./statistics.mjs";

export const title = "10,000 variables in a project: list, search, compare";

const perEnvironment = 5_000;
const atOnce = 1_000;
const rounds = 9;

export async function measure(bench) {
  const berth = await bench.berth();
  const { id: projectId } = await mutate(berth, "project.create", { name: "bench-variables" });
  for (const environment of ["staging", "production"]) {
    for (let from = 0; from < perEnvironment; from += atOnce) {
      const variables = variablesFrom(from, environment);
      await mutate(berth, "environment.set", { projectId, environment, variables });
    }
  }
  const production = { projectId, environment: "production" };
  const sides = { projectId, from: { environment: "staging" }, to: { environment: "production" } };
  const rows = [
    ["Listing both environments of a project, 10,000 variables", () => listBoth(berth, projectId)],
    ["Search in one environment", () => query(berth, "environment.list", { ...production, search: "KEY_49" })],
    ["Compare of two environments, 10,000 variables", () => query(berth, "environment.compare", sides)],
  ];
  const measured = [];
  for (const [figure, work] of rows) {
    const value = median(await timesOf(work));
    const note = `at the API over HTTP, ${perEnvironment.toLocaleString("en")} variables in each environment, half of them plain, median of ${rounds}`;
    measured.push({ figure, unit: "ms", value, limit: 200, note });
  }
  return measured;
}

/** Every tenth value differs between the two environments. */
function variablesFrom(from, environment) {
  const entries = Array.from({ length: atOnce }, (_, index) => {
    const number = from + index;
    const value = number % 10 === 0 ? `${environment} ${number}` : `value ${number}`;
    return [`KEY_${number}`, { value, sensitive: number % 2 === 0 }];
  });
  return Object.fromEntries(entries);
}

function listBoth(berth, projectId) {
  const list = (environment) => query(berth, "environment.list", { projectId, environment });
  return Promise.all(["staging", "production"].map(list));
}

async function timesOf(work) {
  await work();
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times;
}
