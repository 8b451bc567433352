import { expect, it } from "vitest";
import { placesOf, secretsOf } from "./found-secrets";

const finding = { fingerprint: "0123456789abcdef", file: "src/client.ts", line: 2, name: "GitHub token" };
const refused = (findings: unknown) => ({
  message: "x",
  data: { error: { code: "VALIDATION", details: { findings } } },
});

it("finds the secrets in the refusal of a push", () => {
  expect(secretsOf(refused([{ ...finding, column: 3, remedy: "" }]))).toEqual([finding]);
});

it("finds none in any other error, nor where there are too many to judge", () => {
  for (const error of [null, undefined, "x", new Error("x"), refused(undefined), refused([{ file: 1 }])])
    expect(secretsOf(error)).toEqual([]);
  expect(secretsOf(refused(Array.from({ length: 10 }, () => finding)))).toHaveLength(10);
  expect(secretsOf(refused(Array.from({ length: 11 }, () => finding)))).toEqual([]);
});

it("names each place in a sentence", () => {
  expect(placesOf([finding])).toBe("the files hold a secret, src/client.ts:2 (GitHub token)");
  expect(placesOf([finding, { ...finding, line: 9 }])).toContain("secrets, src/client.ts:2 (GitHub token), src/");
});
