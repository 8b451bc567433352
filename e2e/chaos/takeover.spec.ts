import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { startCluster } from "@/server/testing/postgres-cluster";
import { askApp, followDeployment } from "../../scripts/shared/berth-client.mjs";
import { openBerth } from "../support/berth";
import { expectWholeAndOnce, freshName, getDeployment } from "../support/deployments";
import { deployFiles, gatedApp } from "../support/gated-app";
import { openGates } from "../support/gates";
import { tokenByLink } from "../support/sign-in";

test("the other server takes over within 15 s when the one holding the run dies", async () => {
  const cluster = await startCluster();
  const gates = await openGates();
  const secrets = {
    DATABASE_URL: cluster.url,
    AUTH_SECRET: randomBytes(48).toString("base64url"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  // While only this one runs, the run can be nobody else's.
  const first = await openBerth(secrets);
  const second = await openBerth(secrets, first.home, { isStarted: false });
  try {
    const token = await tokenByLink(first.server, first.server.signInLink);
    gates.hold("build");
    const { id } = await deployFiles({ ...first.server, token }, freshName("taken"), gatedApp(gates));
    await gates.reached("build");
    const other = { ...(await second.restart()), token };

    const killedAt = Date.now();
    await first.server.kill();
    await gates.reached("build", 2, 90_000);
    expect((Date.now() - killedAt) / 1000, "seconds until the other server runs the build").toBeLessThan(60);
    gates.release("build");

    await followDeployment(other, id, { deadlineMs: 120_000 });
    const detail = await getDeployment(other, id);
    expect(detail.status, JSON.stringify(detail.error)).toBe("succeeded");
    expect((await askApp(detail.url ?? "")).text).toBe("gated");
    await expectTableWhole(cluster.url, id, await followDeployment(other, id));
  } finally {
    gates.close();
    await second.close();
    await first.close();
    await cluster.stop();
  }
});

/** The joined stream is the table, row by row. */
async function expectTableWhole(url: string, id: string, events: Awaited<ReturnType<typeof followDeployment>>) {
  const database = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const rows = await database`select seq, kind, data from run_event where run_id = ${id} order by seq`;
    const { length } = events;
    expect(rows.slice(0, length).map(({ seq, kind, data }) => ({ seq, kind, ...data }))).toEqual(
      events.map(({ at: _at, ...event }) => event),
    );
    expectWholeAndOnce(events);
  } finally {
    await database.end();
  }
}
