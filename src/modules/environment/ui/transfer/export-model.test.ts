import { describe, expect, it } from "vitest";
import { detectFormat } from "../../formats/detect-format";
import { formatIds, readFormat } from "../../formats/formats";
import { batchesOf, fileNameOf, formatChoices, writeExport } from "./export-model";

const place = { projectId: "1", projectName: "shop", environment: "production", configuration: undefined };

describe("the file", () => {
  it("is named by the project and the environment, and by nothing a file system minds", () => {
    expect(fileNameOf(place, "dotenv")).toBe("shop-production.env");
    expect(fileNameOf({ ...place, configuration: "blue" }, "kubernetes")).toBe("shop-production-blue.secret.yaml");
    expect(fileNameOf({ ...place, projectName: "../a b" }, "json")).toBe("a-b-production.json");
  });

  it.each(formatIds)("is read in the format it was written in: %s", async (format) => {
    const exported = { variables: [{ key: "A", value: "x y" }], restricted: [] };
    const result = await writeExport(exported, format, { name: "shop", isRestOnly: false });
    const text = result.ok ? result.written.text : expect.unreachable("refused");
    const found = detectFormat(text, fileNameOf(place, format));
    expect((await readFormat(text, found)).entries).toMatchObject([{ key: "A", value: "x y" }]);
  });

  it("is offered in every format", () => expect(formatChoices.map(({ id }) => id)).toEqual(formatIds));
});

describe("what a format cannot hold", () => {
  const exported = {
    variables: [
      { key: "LINES", value: "a\nb" },
      { key: "GOOD", value: "1" },
    ],
    restricted: ["SIGNING_KEY"],
  };
  it("is told by name, and left out when that is asked for", async () => {
    const refused = await writeExport(exported, "docker", { name: "shop", isRestOnly: false });
    expect(refused).toMatchObject({ ok: false, refusals: [{ key: "LINES", reason: /line break/ }] });
    const rest = await writeExport(exported, "docker", { name: "shop", isRestOnly: true });
    expect(rest).toEqual({
      ok: true,
      written: { text: "GOOD=1\n", count: 1, restricted: ["SIGNING_KEY"], leftOut: ["LINES"] },
    });
  });

  it("ends for a Secret that is too large, however much has to go", async () => {
    const variables = Array.from({ length: 40 }, (_, number) => ({ key: `K${number}`, value: "x".repeat(65_536) }));
    const result = await writeExport({ variables, restricted: [] }, "kubernetes", { name: "shop", isRestOnly: true });
    expect(result).toMatchObject({ ok: true, written: { count: 16 } });
  });
});

it("asks for the selected in batches, and for everything without names", () => {
  expect(batchesOf(undefined)).toEqual([undefined]);
  expect(batchesOf(["A", "B", "C"], 2)).toEqual([["A", "B"], ["C"]]);
  expect(batchesOf([])).toEqual([]);
});
