import { describe, expect, it } from "vitest";
import { readFormBody, readJsonBody } from "./body";

const post = (body: string, type = "application/json") =>
  new Request("http://localhost", { method: "POST", body, headers: { "content-type": type } });

describe("bodies", () => {
  it("reads JSON and refuses anything else", async () => {
    expect(await readJsonBody(post('{"a":1}'))).toEqual({ a: 1 });
    await expect(readJsonBody(post("{"))).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(readJsonBody(new Request("http://localhost", { method: "POST" }))).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("stops reading at 64 KB", async () => {
    await expect(readJsonBody(post(`"${"x".repeat(65_536)}"`))).rejects.toMatchObject({ code: "VALIDATION" });
  });

  it("reads a form, and only a form", async () => {
    expect(await readFormBody(post("a=1&b=x%20y", "application/x-www-form-urlencoded"))).toEqual({ a: "1", b: "x y" });
    await expect(readFormBody(post("a=1", "text/plain"))).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
