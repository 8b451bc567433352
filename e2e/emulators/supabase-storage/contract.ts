import { z } from "zod";
import type { Contract } from "../kernel/emulator";

const refusal = z.object({ statusCode: z.string(), error: z.string(), message: z.string(), code: z.string() });
const refusals = { 400: refusal };
const listed = z.object({
  name: z.string(),
  id: z.string().nullable(),
  updated_at: z.string().nullable(),
  created_at: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});
const sortBy = z.object({ column: z.enum(["name", "updated_at", "created_at"]), order: z.enum(["asc", "desc"]) });
const uploaded = z.object({ Key: z.string(), Id: z.string() });
const bytes = { 200: z.unknown(), ...refusals };

/** What Berth uses of Supabase Storage. Its refusals have status 400; the status that is meant is in the body. */
export const contract = {
  list: {
    method: "POST",
    path: "/object/list/{bucketName}",
    request: z.object({
      prefix: z.string(),
      limit: z.int().min(1).optional(),
      offset: z.int().min(0).optional(),
      sortBy: sortBy.partial({ order: true }).optional(),
      search: z.string().optional(),
    }),
    answers: { 200: z.array(listed), ...refusals },
  },
  listPages: {
    method: "POST",
    path: "/object/list-v2/{bucketName}",
    request: z.object({
      prefix: z.string().optional(),
      limit: z.int().min(1).optional(),
      cursor: z.string().optional(),
      with_delimiter: z.boolean().optional(),
    }),
    // The description says nothing of this answer; its fields are those of supabase-js.
    answers: { 200: z.unknown(), ...refusals },
  },
  download: { method: "GET", path: "/object/{bucketName}/{*}", answers: bytes },
  downloadAuthenticated: { method: "GET", path: "/object/authenticated/{bucketName}/{*}", answers: bytes },
  downloadPublic: { method: "GET", path: "/object/public/{bucketName}/{*}", answers: bytes },
  downloadSigned: { method: "GET", path: "/object/sign/{bucketName}/{*}", answers: bytes },
  head: { method: "HEAD", path: "/object/{bucketName}/{*}", answers: bytes },
  info: { method: "GET", path: "/object/info/{bucketName}/{*}", answers: bytes },
  sign: {
    method: "POST",
    path: "/object/sign/{bucketName}/{*}",
    request: z.object({ expiresIn: z.int().min(1) }),
    answers: { 200: z.object({ signedURL: z.string() }), ...refusals },
  },
  signMany: {
    method: "POST",
    path: "/object/sign/{bucketName}",
    request: z.object({ expiresIn: z.int().min(1), paths: z.array(z.string()).min(1) }),
    answers: {
      200: z.array(z.object({ error: z.string().nullable(), path: z.string(), signedURL: z.string().nullable() })),
      ...refusals,
    },
  },
  upload: { method: "POST", path: "/object/{bucketName}/{*}", answers: { 200: uploaded, ...refusals } },
  replace: { method: "PUT", path: "/object/{bucketName}/{*}", answers: { 200: uploaded, ...refusals } },
  removeMany: {
    method: "DELETE",
    path: "/object/{bucketName}",
    request: z.object({ prefixes: z.array(z.string()).min(1) }),
    answers: { 200: z.array(z.object({ name: z.string() })), ...refusals },
  },
  remove: {
    method: "DELETE",
    path: "/object/{bucketName}/{*}",
    answers: { 200: z.object({ message: z.string() }), ...refusals },
  },
} satisfies Contract;
