import { expect, it } from "vitest";
import { parseRepositoryAddress } from "./address";

it.each([
  ["https://github.com/acme/shop", { url: "https://github.com/acme/shop.git", name: "shop" }],
  ["github.com/acme/shop.git", { url: "https://github.com/acme/shop.git", name: "shop" }],
  ["https://github.com/acme/shop/tree/main", { url: "https://github.com/acme/shop.git", name: "shop", ref: "main" }],
  [
    "https://github.com/acme/shop/tree/main/apps/web?tab=readme#top",
    { url: "https://github.com/acme/shop.git", name: "shop", ref: "main", folder: "apps/web" },
  ],
  [
    "https://gitlab.com/group/sub/shop/-/tree/dev/app",
    { url: "https://gitlab.com/group/sub/shop.git", name: "shop", ref: "dev", folder: "app" },
  ],
])("reads %s", (text, expected) => expect(parseRepositoryAddress(text)).toEqual(expected));

it.each(["", "shop", "https://github.com/", "https://github.com/acme", "https://github.com/%zz/x", "x".repeat(600)])(
  "refuses %j and says which form to use",
  (text) => expect(() => parseRepositoryAddress(text)).toThrow(/such as https:\/\/github\.com\/owner\/name/),
);

it("says why an SSH address is refused", () => {
  expect(() => parseRepositoryAddress("git@github.com:acme/shop.git")).toThrow(/SSH address, which needs a key/);
});
