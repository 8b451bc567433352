import type { Match } from "./finding";
import { isPlaceholder } from "./placeholder";
import type { Piece } from "./text";

async function load() {
  const { lintSource } = await import("@secretlint/core");
  const { creator } = await import("@secretlint/secretlint-rule-preset-recommend");
  const { secretLintProfiler } = await import("@secretlint/profiler");
  // It keeps the times of every rule on every text, for as long as the process lives.
  secretLintProfiler.setEnabled(false);
  return { lintSource, creator };
}

let loaded: ReturnType<typeof load> | undefined;

/** What secretlint finds in a piece. Its messages quote the secret, so only the places are taken from them. */
export async function matchSecretlint(path: string, piece: Piece): Promise<Match[]> {
  loaded ??= load();
  const { lintSource, creator } = await loaded;
  const { messages } = await lintSource({
    source: { filePath: path, content: piece.text, ext: extensionOf(path), contentType: "text" },
    options: {
      config: { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] },
      noPhysicFilePath: true,
      maskSecrets: true,
    },
  });
  return messages.flatMap(({ ruleId, messageId, severity, range }): Match[] => {
    const [from, to] = range;
    const at = piece.at + from;
    if (at < piece.from || at >= piece.to) return [];
    const value = piece.text.slice(from, to);
    const kind = ruleId.replace(/^@secretlint\/secretlint-rule-/, "");
    const check = /^[a-z0-9+]+:\/\//i.test(value) ? ("url-password" as const) : undefined;
    if (isPlaceholder(value, { entropy: 2.5, ...(check ? { check } : {}) })) return [];
    const rule = {
      id: `secretlint-${kind}`,
      name: nameOf(kind, messageId),
      revoke: "the provider that issued it",
      isBlocking: severity === "error" && !/test/i.test(messageId),
    };
    return [{ rule, start: at, end: piece.at + to }];
  });
}

const names: Readonly<Record<string, string>> = {
  basicauth: "address with a user and a password",
  gcp: "key of a Google service account",
  privatekey: "private key",
  "database-connection-string": "database address with a password",
};

/** `AWSSecretAccessKey` of the rule `aws` reads as `aws: AWS secret access key`. */
function nameOf(kind: string, messageId: string): string {
  const words = messageId
    .replaceAll("_", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return names[kind] ?? `secret of ${kind} (${words})`;
}

function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.includes(".") ? name.slice(name.lastIndexOf(".")) : "";
}
