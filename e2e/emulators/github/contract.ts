import { z } from "zod";
import type { Contract } from "../kernel/emulator";

const refusal = z.object({ message: z.string() });
const refusals = { 401: refusal, 403: refusal, 404: refusal, 409: refusal, 422: refusal };
const sha = z.string().regex(/^[0-9a-f]{40}$/);

const repository = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  private: z.boolean(),
  description: z.string().nullable(),
  default_branch: z.string(),
  html_url: z.url(),
  clone_url: z.url(),
});
const newRepository = z.object({
  name: z.string(),
  private: z.boolean(),
  auto_init: z.literal(true),
  description: z.string(),
});
const ref = z.object({
  ref: z.string().startsWith("refs/heads/"),
  object: z.object({ type: z.literal("commit"), sha }),
});
const tree = z.object({
  sha,
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha })),
});
const newTree = z.object({
  base_tree: sha.optional(),
  tree: z
    .array(
      z.object({
        path: z.string(),
        mode: z.enum(["100644", "100755"]),
        type: z.literal("blob"),
        sha: sha.nullable().optional(),
        content: z.string().optional(),
      }),
    )
    .min(1),
});

/** What Berth uses of GitHub's REST API. */
export const contract = {
  getUser: {
    method: "GET",
    path: "/user",
    answers: { 200: z.object({ id: z.number(), login: z.string() }), ...refusals },
  },
  listRepositories: { method: "GET", path: "/user/repos", answers: { 200: z.array(repository), ...refusals } },
  createRepository: {
    method: "POST",
    path: "/user/repos",
    request: newRepository,
    answers: { 201: repository, ...refusals },
  },
  createOrgRepository: {
    method: "POST",
    path: "/orgs/{org}/repos",
    request: newRepository,
    answers: { 201: repository, ...refusals },
  },
  getRepository: {
    method: "GET",
    path: "/repos/{owner}/{repo}",
    answers: { 200: repository, 301: refusal, ...refusals },
  },
  deleteRepository: { method: "DELETE", path: "/repos/{owner}/{repo}", answers: { 204: z.undefined(), ...refusals } },
  getRef: { method: "GET", path: "/repos/{owner}/{repo}/git/ref/{ref}", answers: { 200: ref, ...refusals } },
  createRef: {
    method: "POST",
    path: "/repos/{owner}/{repo}/git/refs",
    request: z.object({ ref: z.string().startsWith("refs/heads/"), sha }),
    answers: { 201: ref, ...refusals },
  },
  updateRef: {
    method: "PATCH",
    path: "/repos/{owner}/{repo}/git/refs/{ref}",
    // A push by force breaks the contract.
    request: z.object({ sha, force: z.literal(false).optional() }),
    answers: { 200: ref, ...refusals },
  },
  createBlob: {
    method: "POST",
    path: "/repos/{owner}/{repo}/git/blobs",
    request: z.object({ content: z.string(), encoding: z.literal("base64") }),
    answers: { 201: z.object({ sha }), ...refusals },
  },
  createTree: {
    method: "POST",
    path: "/repos/{owner}/{repo}/git/trees",
    request: newTree,
    answers: { 201: tree, ...refusals },
  },
  getTree: { method: "GET", path: "/repos/{owner}/{repo}/git/trees/{tree_sha}", answers: { 200: tree, ...refusals } },
  createCommit: {
    method: "POST",
    path: "/repos/{owner}/{repo}/git/commits",
    request: z.object({ message: z.string(), tree: sha, parents: z.array(sha).max(1) }),
    answers: { 201: z.object({ sha, html_url: z.url() }), ...refusals },
  },
  listCommits: {
    method: "GET",
    path: "/repos/{owner}/{repo}/commits",
    answers: {
      200: z.array(
        z.object({
          sha,
          html_url: z.url(),
          commit: z.object({ message: z.string(), tree: z.object({ sha }) }),
          parents: z.array(z.object({ sha })),
        }),
      ),
      ...refusals,
    },
  },
} satisfies Contract;

const anything = z.unknown();

/** What the official description of the REST API does not hold: renamed repositories, sign-in, Git itself, pages. */
export const undescribed = {
  getRepositoryById: { method: "GET", path: "/repositories/{id}", answers: { 200: repository, ...refusals } },
  authorize: { method: "GET", path: "/login/oauth/authorize", answers: { 302: anything, 404: anything } },
  exchangeCode: {
    method: "POST",
    path: "/login/oauth/access_token",
    request: z.object({
      client_id: z.string(),
      client_secret: z.string(),
      code: z.string(),
      redirect_uri: z.url(),
      code_verifier: z.string(),
    }),
    answers: {
      200: z.union([
        z.object({ access_token: z.string(), token_type: z.literal("bearer"), scope: z.string() }),
        z.object({ error: z.string(), error_description: z.string() }),
      ]),
    },
  },
  advertiseRefs: {
    method: "GET",
    path: "/{owner}/{repo}/info/refs",
    answers: { 200: anything, 401: anything, 404: anything },
  },
  uploadPack: {
    method: "POST",
    path: "/{owner}/{repo}/git-upload-pack",
    answers: { 200: anything, 401: anything, 404: anything },
  },
  page: { method: "GET", path: "/{owner}/{repo}", answers: { 200: anything, 404: anything } },
} satisfies Contract;
