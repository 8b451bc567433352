import { expect, test } from "@playwright/test";
import { askApp, followDeployment } from "../../scripts/shared/berth-client.mjs";
import { openBerth } from "../support/berth";
import { expectWholeAndOnce, freshName, getDeployment, storedEvents } from "../support/deployments";
import { deployFiles, type GatePhase, gatedApp } from "../support/gated-app";
import { openGates } from "../support/gates";
import { processesOfDeployment } from "../support/processes";

// kill -9 of the server in the middle of a phase; started again, the same deployment finishes by itself.
for (const [phase, tag] of [
  ["install", ""],
  ["build", "@sample"],
  ["start", ""],
] as const satisfies (readonly [GatePhase, string])[]) {
  test(`finishes after kill -9 during ${phase}`, { tag: tag ? [tag] : [] }, async () => {
    const gates = await openGates();
    const berth = await openBerth();
    try {
      gates.hold(phase);
      const name = freshName("killed");
      const { id } = await deployFiles(berth.server, name, gatedApp(gates));
      await gates.reached(phase);
      const before = await storedEvents(berth.server, id);
      const orphans = processesOfDeployment(id);

      await berth.server.kill();
      const again = await berth.restart();
      // A build starts over, so its orphans must be gone by then; a process that starts may be adopted as it is.
      if (phase !== "start") {
        await gates.reached(phase, 2);
        const left = new Set(processesOfDeployment(id));
        expect(orphans.filter((pid) => left.has(pid))).toEqual([]);
      }
      gates.release(phase);

      await followDeployment(again, id, { deadlineMs: 120_000 });
      const detail = await getDeployment(again, id);
      expect(detail.status, JSON.stringify(detail.error)).toBe("succeeded");
      const events = await storedEvents(again, id);
      expectWholeAndOnce(events);
      // What was told before the kill is still told in the same words and at the same numbers.
      expect(events.slice(0, before.length)).toEqual(before);
      const finishedBefore = before.filter((event) => event.kind === "step" && event.status === "succeeded");
      for (const { step } of finishedBefore) {
        expect(detail.steps.find((entry) => entry.name === step)?.attempts, `attempts of ${step}`).toBe(1);
      }
      expect((await askApp(detail.url ?? "")).text).toBe("gated");
    } finally {
      gates.close();
      await berth.close();
    }
  });
}
