import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import type { Answer, Exchange } from "../kernel/emulator";
import { runDeployment } from "./lifecycle";
import type { RailwayState } from "./state";

const limitBytes = 250 * 1024 ** 2;

/** POST /project/{projectId}/environment/{environmentId}/up: unpacks a gzip tar and begins a deployment. */
export async function takeUpload(state: RailwayState, exchange: Exchange): Promise<Answer> {
  const { params, query, body, headers, host } = exchange;
  const serviceId = query.get("serviceId") ?? "";
  const instance = state.instances.get(`${serviceId}/${params.environmentId}`);
  if (!instance || instance.service.projectId !== params.projectId)
    return { status: 404, json: { message: "Service not found" } };
  if (body.length > limitBytes) return { status: 413, text: "Payload Too Large" };
  if (headers.get("content-type") !== "application/gzip")
    return { status: 400, json: { message: "Expected a gzip archive" } };
  const files = await unpack(body).catch(() => undefined);
  if (!files) return { status: 400, json: { message: "The archive could not be read" } };
  const odd = Object.keys(files).find((name) => !name.startsWith("./") || name.includes(".."));
  if (odd !== undefined) return { status: 400, json: { message: `The archive has an entry named ${odd}` } };
  const named = Object.fromEntries(Object.entries(files).map(([name, text]) => [name.slice(2), text]));
  const message = query.get("message");
  const deployment = state.addDeployment(instance, { meta: message ? { cliMessage: message } : {}, files: named });
  void runDeployment(state, host, deployment);
  const page = `${host.address}/project/${params.projectId}/service/${serviceId}?id=${deployment.id}`;
  return {
    status: 200,
    json: {
      deploymentId: deployment.id,
      url: page,
      logsUrl: page,
      deploymentDomain: instance.domain?.domain ?? null,
    },
  };
}

async function unpack(archive: Buffer): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const entries = extract();
  entries.on("entry", (header, stream, next) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk) => chunks.push(chunk as Buffer));
    stream.on("end", () => {
      files[header.name] = Buffer.concat(chunks).toString();
      next();
    });
  });
  await pipeline(Readable.from([archive]), createGunzip(), entries);
  return files;
}
