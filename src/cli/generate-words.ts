import type { GenerateRequest } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";

/** What `--generate NAME=kind:detail` asks for; a secret of 32 bytes where only a name is given. Throws VALIDATION. */
export function parseGenerate(word: string): { key: string; request: GenerateRequest } {
  const [, key = "", kind = "secret", detail] = /^([^=]+)(?:=([a-z-]+)(?::(.+))?)?$/.exec(word) ?? [];
  const request = key === "" ? undefined : requestOf(kind, detail);
  if (request) return { key, request };
  const forms = "NAME, NAME=secret:64, NAME=uuid, NAME=password:32 or NAME=key-pair:ed25519 (p256, rsa)";
  throw new AppError("VALIDATION", `${JSON.stringify(word.slice(0, 60))} is nothing to generate. Give ${forms}.`);
}

function requestOf(kind: string, detail: string | undefined): GenerateRequest | undefined {
  if (kind === "uuid" && detail === undefined) return { kind };
  if (kind === "key-pair") {
    const algorithm = (["ed25519", "p256", "rsa"] as const).find((name) => name === (detail ?? "ed25519"));
    return algorithm && { kind, algorithm };
  }
  const size = detail === undefined ? undefined : Number(detail);
  const isWithin = (least: number, most: number) =>
    size === undefined || (Number.isInteger(size) && size >= least && size <= most);
  if (kind === "secret" && isWithin(16, 1_024)) return size === undefined ? { kind } : { kind, bytes: size };
  if (kind === "password" && isWithin(12, 128)) return size === undefined ? { kind } : { kind, length: size };
  return undefined;
}
