import { readdirSync, readFileSync } from "node:fs";

/** Living processes that Berth launched for a deployment, strays included: their PATH begins in its release folder. */
export function processesOfDeployment(deploymentId: string): number[] {
  return livingProcesses().filter((pid) => {
    const environment = environmentOf(pid);
    return environment.includes("BERTH_LAUNCH=") && environment.includes(`/releases/${deploymentId}/`);
  });
}

function livingProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !["Z", "X", undefined].includes(stateOf(pid)));
}

function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0];
  } catch {
    return undefined;
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}
