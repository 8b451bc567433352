import { freshName, getDeployment } from "../support/deployments";
import { deployFiles, gatedApp, gatePhases } from "../support/gated-app";
import { openGates } from "../support/gates";
import { processesOfDeployment } from "../support/processes";
import { expect, statusLabel, test } from "../support/test";

for (const phase of gatePhases) {
  test(`cancel during ${phase} stops the work within 5 s and leaves no process`, async ({ page, berth }) => {
    const gates = await openGates();
    gates.hold(phase);
    const { id } = await deployFiles(berth, freshName("cancelled"), gatedApp(gates));
    await gates.reached(phase);
    expect(processesOfDeployment(id).length).toBeGreaterThan(0);

    await page.goto(`/deployments/${id}`);
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    const pressedAt = Date.now();
    await page.getByRole("button", { name: "Cancel deployment" }).click();
    await expect
      .poll(async () => ({ status: (await getDeployment(berth, id)).status, left: processesOfDeployment(id) }), {
        intervals: [50],
      })
      .toEqual({ status: "cancelled", left: [] });
    // The work gets 5 s to stop; the rest is for a machine that has much to do.
    expect((Date.now() - pressedAt) / 1000, "seconds").toBeLessThan(15);
    await expect(statusLabel(page, "Cancelled")).toBeVisible();
    gates.close();
  });
}
