import type { components, operations } from "@octokit/openapi-types/types.d.ts";
import { expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { contract } from "./contract";

type Body<Name extends keyof operations> = operations[Name] extends {
  requestBody?: { content: { "application/json": infer Json } };
}
  ? Json
  : never;
type Request<Name extends keyof typeof contract> = (typeof contract)[Name] extends {
  request: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : never;
type Answer<Name extends keyof typeof contract, Status> = (typeof contract)[Name] extends { answers: infer Answers }
  ? Status extends keyof Answers
    ? Answers[Status] extends z.ZodType
      ? z.input<Answers[Status]>
      : never
    : never
  : never;
type Official = components["schemas"];

it("asks for nothing that GitHub's published types do not take", () => {
  expectTypeOf<Request<"createRepository">>().toExtend<Body<"repos/create-for-authenticated-user">>();
  expectTypeOf<Request<"createOrgRepository">>().toExtend<Body<"repos/create-in-org">>();
  expectTypeOf<Request<"createRef">>().toExtend<Body<"git/create-ref">>();
  expectTypeOf<Request<"updateRef">>().toExtend<Body<"git/update-ref">>();
  expectTypeOf<Request<"createBlob">>().toExtend<Body<"git/create-blob">>();
  expectTypeOf<Request<"createTree">>().toExtend<Body<"git/create-tree">>();
  expectTypeOf<Request<"createCommit">>().toExtend<Body<"git/create-commit">>();
});

it("expects no field that GitHub's published types lack", () => {
  expectTypeOf<keyof Answer<"getUser", 200>>().toExtend<keyof Official["private-user"]>();
  expectTypeOf<keyof Answer<"getRepository", 200>>().toExtend<keyof Official["full-repository"]>();
  expectTypeOf<keyof Answer<"getRef", 200>>().toExtend<keyof Official["git-ref"]>();
  expectTypeOf<keyof Answer<"getTree", 200>>().toExtend<keyof Official["git-tree"]>();
  expectTypeOf<keyof Answer<"createCommit", 201>>().toExtend<keyof Official["git-commit"]>();
  expectTypeOf<keyof Answer<"listCommits", 200>[number]>().toExtend<keyof Official["commit"]>();
});
