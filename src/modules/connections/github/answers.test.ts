import type { components } from "@octokit/openapi-types/types.d.ts";
import { expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type * as answers from "./answers";

type Official = components["schemas"];
type Used<Name extends keyof typeof answers> = z.input<(typeof answers)[Name]>;

it("reads only what GitHub's published types promise", () => {
  // The types have 64-bit numbers as bigint; JSON brings plain ones.
  expectTypeOf<Omit<Official["private-user"], "id"> & { id: number }>().toExtend<Used<"UserAnswer">>();
  expectTypeOf<Official["full-repository"]>().toExtend<Used<"RepositoryAnswer">>();
  expectTypeOf<Official["repository"]>().toExtend<Used<"RepositoryAnswer">>();
  expectTypeOf<Official["git-ref"]>().toExtend<Used<"RefAnswer">>();
  expectTypeOf<Official["git-tree"]>().toExtend<Used<"TreeAnswer">>();
  expectTypeOf<Official["git-tree"]>().toExtend<Used<"CreatedTreeAnswer">>();
  expectTypeOf<Official["short-blob"]>().toExtend<Used<"BlobAnswer">>();
  expectTypeOf<Official["git-commit"]>().toExtend<Used<"CommitAnswer">>();
  expectTypeOf<Official["commit"][]>().toExtend<Used<"HistoryAnswer">>();
});
