/** Values of variables: `.env`, `.env.production`, `.envrc`, `.dev.vars`, `prod.env`. */
const ofValues = /^(?:\.env(?:rc|\..+)?|\.dev\.vars(?:\..+)?|.+\.env)$/;
/** Their examples, which name variables and hold no values. */
const ofExamples = /(?:^|[._-])(?:example|sample|template|dist|defaults?)(?:\.env)?$/;
const ofKeys = /^(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.+\.(?:p12|pfx|jks|keystore|ppk))$/;
const ofAccounts = /^(?:\.pypirc|\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd)$/;
const inFolders = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config)$/;
const mayHoldKeys = /\.(?:pem|key)$/;
const npmToken = /_(?:authToken|auth|password)[ \t]{0,20}=[ \t]{0,20}(?!["']?\$\{)\S/;
const serviceAccount = /"type"\s*:\s*"service_account"/;

/**
 * Whether a file is there to hold secrets, so that it is left out of every ZIP, push and upload. Files that only may hold some
 * (`.npmrc`, `*.pem`, JSON) are judged by their content: without it a `.pem` counts as a key, the others as harmless.
 */
export function isSecretFile(path: string, content?: string | Uint8Array): boolean {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf("/") + 1);
  if (ofValues.test(name)) return !ofExamples.test(name);
  if (ofKeys.test(name) || ofAccounts.test(name) || inFolders.test(lower)) return true;
  const text = () => start(content);
  if (mayHoldKeys.test(name)) return content === undefined ? name.endsWith(".pem") : /PRIVATE KEY/.test(text());
  if (name === ".npmrc" || name === ".yarnrc") return content !== undefined && npmToken.test(text());
  return name.endsWith(".json") && content !== undefined && isServiceAccount(text());
}

/** The files that may leave the machine, and the paths of the others. */
export function withoutSecretFiles<F extends { path: string; content: string | Uint8Array }>(
  files: readonly F[],
): { files: F[]; leftOut: string[] } {
  const kept: F[] = [];
  const leftOut: string[] = [];
  for (const file of files) {
    if (isSecretFile(file.path, file.content)) leftOut.push(file.path);
    else kept.push(file);
  }
  return { files: kept, leftOut };
}

function isServiceAccount(text: string): boolean {
  return serviceAccount.test(text) && text.includes("PRIVATE KEY");
}

/** Such files are small; a longer one is data. */
function start(content: string | Uint8Array = ""): string {
  return typeof content === "string" ? content.slice(0, 65_536) : new TextDecoder().decode(content.subarray(0, 65_536));
}
