import type { GeneratedFile } from "@/modules/scaffold/schema";
import { followDeployment, query } from "../../scripts/shared/berth-client.mjs";
import { freshName, getDeployment } from "../support/deployments";
import { deployFiles } from "../support/gated-app";
import { expect, test } from "../support/test";

test("a type error in the build is shown with its file and line", async ({ page, berth }) => {
  const name = freshName("typo");
  const { files: generated } = await query<{ files: GeneratedFile[] }>(berth, "scaffold.generate", {
    config: { name },
  });
  const files = Object.fromEntries(generated.map(({ path, content }) => [path, content]));
  const broken = "src/app/broken/page.tsx";
  files[broken] = [
    "export default function Page() {",
    "  const count: number = 'three';",
    "  return <p>{count}</p>;",
    "}",
    "",
  ].join("\n");
  const { id } = await deployFiles(berth, name, files);
  await followDeployment(berth, id);
  const { status, error } = await getDeployment(berth, id);
  expect(status).toBe("failed");
  expect(error).toMatchObject({ type: "BUILD_FAILED", file: broken, line: 2 });

  await page.goto(`/deployments/${id}`);
  const card = page.getByRole("region", { name: "What went wrong" });
  await expect(card).toContainText("The build failed");
  await expect(card).toContainText(`${broken}:2`);
  await expect(card).toContainText("not assignable to type 'number'");
});
