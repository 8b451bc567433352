import { expect, it } from "vitest";
import { describeOnPglite } from "@/server/testing";
import { rollbackDeployment } from "../../index";
import { registerJobs } from "../../jobs";
import { railwayRuns } from "../../testing/railway-runs";
import { finished } from "../../testing/tiny-project";

const changes = [
  "projectCreate",
  "serviceCreate",
  "serviceDomainCreate",
  "variableCollectionUpsert",
  "serviceInstanceUpdate",
  "up",
];

describeOnPglite("answers of Railway that are lost", (getCtx) => {
  const runs = railwayRuns(getCtx, registerJobs);
  const expectOne = (name: string) => {
    const { projects, instances, deployments } = runs.onRailway(name);
    expect(projects).toMatchObject([{ environments: ["production"], services: [{ name }] }]);
    expect(deployments).toMatchObject([{ status: "SUCCESS", variables: { HOST: "0.0.0.0" } }]);
    expect(instances[0]?.domain).toBeTruthy();
  };

  it.each(["after", "before"] as const)("%s the work of every change leave one of each", async (lose) => {
    runs.railway.requests.length = 0;
    for (const operation of changes) runs.railway.scenario.add({ operation, name: `lost-${lose}`, times: 1, lose });
    const done = await runs.deploy(`lost-${lose}`);
    expect(done.error).toBeUndefined();
    expect(done.status).toBe("succeeded");
    expectOne(`lost-${lose}`);
    const lost = runs.railway.requests.filter(({ status }) => status === 0).map(({ operation }) => operation);
    expect(lost.filter((operation) => changes.includes(operation)).toSorted()).toEqual(changes.toSorted());
  });

  it("of a roll back is not begun twice", async () => {
    const first = await runs.deploy("lost-back");
    await runs.again(first.projectId);
    runs.railway.scenario.add({ operation: "deploymentRollback", times: 1, lose: "after" });
    const back = await finished(runs.ctx, (await rollbackDeployment(runs.ctx, { id: first.id })).id);
    expect(back.error).toBeUndefined();
    expect(runs.onRailway("lost-back").deployments.map(({ status }) => status)).toEqual([
      "REMOVED",
      "REMOVED",
      "SUCCESS",
    ]);
  });
});
