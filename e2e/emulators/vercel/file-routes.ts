import { createHash } from "node:crypto";
import type { Route } from "../kernel/emulator";
import { refuse } from "./errors";
import { route, type World } from "./world";

const dayMs = 24 * 3600 * 1000;

/** Uploads, kept by the hash of their content once it is found right. */
export function fileRoutes(world: World): Route[] {
  const { state, settings } = world;
  return [
    route(world, { method: "POST", path: "/v2/files", operation: "uploadFile" }, ({ exchange }) => {
      const { body, headers } = exchange;
      const digest = headers.get("x-vercel-digest") ?? headers.get("x-now-digest");
      if (!digest) return refuse(400, "missing_digest", "The header x-vercel-digest is missing");
      if (createHash("sha1").update(body).digest("hex") !== digest) {
        return refuse(400, "invalid_digest", "The digest does not match the content of the file");
      }
      const { uploadsPerDay: total } = settings;
      if (state.uploadsToday >= total) {
        const resetMs = Date.now() + dayMs;
        const limit = { total, remaining: 0, reset: Math.ceil(resetMs / 1000), resetMs };
        const message = `Too many requests - try again in 24 hours (more than ${total}, code: "api-upload-free").`;
        return refuse(429, "api-upload-free", message, { limit });
      }
      state.uploadsToday += 1;
      state.blobs.set(digest, body);
      return { status: 200, json: { urls: [] } };
    }),
  ];
}
