import { expect, it } from "vitest";
import { webAddress } from "./web-address";

it.each([
  ["https://api.github.com", "https://github.com"],
  ["https://api.acme.ghe.com", "https://acme.ghe.com"],
  ["https://git.acme.example/api/v3", "https://git.acme.example"],
  ["http://127.0.0.1:4100", "http://127.0.0.1:4100"],
])("the pages of %s are at %s", (api, pages) => {
  expect(webAddress(api)).toBe(pages);
});
