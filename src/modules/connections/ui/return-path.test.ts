import { expect, it } from "vitest";
import { returnPath } from "./return-path";

it.each([
  ["/deployments/1", "/deployments/1"],
  ["/new?step=target#x", "/new?step=target#x"],
  ["/../deployments", "/deployments"],
])("goes back to %s", (value, path) => {
  expect(returnPath(value)).toBe(path);
});

it.each([
  null,
  "",
  "deployments",
  "//elsewhere.example",
  "/\\elsewhere.example",
  "/\t/elsewhere.example",
  "https://elsewhere.example",
  "javascript:alert(1)",
  "http://berth.invalid/",
])("goes nowhere else: %j", (value) => {
  expect(returnPath(value)).toBeUndefined();
});
