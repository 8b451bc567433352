/** What can be told from the text of a value alone. Everything here is linear in its length. */

/** The URL, or undefined when it cannot be read. Unlike in a browser's address bar nothing is guessed or trimmed. */
export function parseUrl(value: string): URL | undefined {
  return /^[a-z][a-z0-9+.-]*:/i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
}

/** Whether a URL names the machine it is read on. */
export function isLocalAddress(value: string): boolean {
  const url = parseUrl(value);
  const host = (url?.hostname || url?.searchParams.get("host") || "").toLowerCase();
  const isLoopback = host === "[::1]" || host === "0.0.0.0" || host === "[::]" || /^127(?:\.\d{1,3}){3}$/.test(host);
  return isLoopback || host === "localhost" || host.endsWith(".localhost") || host.startsWith("/");
}

/** The claims of a JSON web token, or undefined when it is not three base64url parts with JSON in the first two. */
export function parseJwt(value: string): Record<string, unknown> | undefined {
  const parts = value.split(".");
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) return undefined;
  const header = jsonOf(parts[0] ?? "");
  const claims = jsonOf(parts[1] ?? "");
  return header && claims;
}

const placeholderWords = new Set(
  "changeme change-me change_me replaceme replace-me replace_me todo tbd fixme placeholder null undefined secret password ...".split(
    " ",
  ),
);

/** Text that stands for a value still to be filled in, such as `changeme`, `<your key>` or `sk-ant-...`. */
export function isPlaceholder(value: string): boolean {
  const text = value.toLowerCase();
  if (placeholderWords.has(text) || /^x{3,}$/.test(text) || /^[^\s]*[-_]x{4,}$/.test(text)) return true;
  if (/^\S+(?:\.\.\.|\u2026)$/.test(text) || /^\*{3,}/.test(text)) return true;
  const isAsked = /^(?:(?:[a-z]{2,8}[-_]){0,3}your|insert|enter|paste|replace|put)[-_ ]/.test(text);
  if (isAsked && /(?:here|key|secret|token|id|password|value|url|domain|host)$/.test(text)) return true;
  const bracketed = /[<[{]([^<>[\]{}"':,]{1,80})[>\]}]/.exec(text)?.[1];
  if (bracketed === undefined) return false;
  return bracketed.length === text.length - 2 || bracketedNames.test(bracketed);
}

/** What templates of connection strings leave to be filled in, such as `[YOUR-PASSWORD]`. */
const bracketedNames = /^(?:your[-_ ].*|(?:db[-_ ])?password|user(?:name)?|host(?:name)?|key|token)$/;

const secretForms: readonly { name: string; matches: RegExp | ((value: string) => boolean) }[] = [
  { name: "an Anthropic key", matches: /^sk-ant-/ },
  { name: "a secret key", matches: /^(?:sk|rk)[-_][A-Za-z0-9_-]{8,}/ },
  { name: "a Supabase secret key", matches: /^sb_secret_/ },
  { name: "a webhook secret", matches: /^whsec_/ },
  { name: "a GitHub token", matches: /^(?:gh[opsur]_|github_pat_)/ },
  { name: "a Slack token", matches: /^xox[a-z]-/ },
  { name: "a Resend key", matches: /^re_[A-Za-z0-9_]{12,}$/ },
  { name: "a Groq key", matches: /^gsk_/ },
  { name: "a Hugging Face token", matches: /^hf_[A-Za-z0-9]{12,}$/ },
  { name: "an AWS access key id", matches: /^(?:AKIA|ASIA)[A-Z0-9]{16}$/ },
  { name: "a Google client secret", matches: /^GOCSPX-/ },
  { name: "a SendGrid key", matches: /^SG\.[A-Za-z0-9_-]{16,}\./ },
  { name: "a personal PostHog key", matches: /^phx_/ },
  { name: "a Sentry token", matches: /^sntry[su]_/ },
  { name: "a token of Vercel Blob", matches: /^vercel_blob_rw_/ },
  { name: "a Replicate token", matches: /^r8_[A-Za-z0-9]{12,}$/ },
  { name: "a Pinecone key", matches: /^pcsk_/ },
  { name: "an xAI key", matches: /^xai-[A-Za-z0-9]{12,}/ },
  { name: "a private key", matches: /^-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/ },
  { name: "a Supabase service role key", matches: (value) => parseJwt(value)?.role === "service_role" },
  { name: "a database URL", matches: /^(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?):/i },
  { name: "a URL with a password", matches: (value) => Boolean(parseUrl(value)?.password) },
];

/** Names the kind of secret a value visibly is, or undefined. */
export function secretForm(value: string): string | undefined {
  return secretForms.find(({ matches }) => (matches instanceof RegExp ? matches.test(value) : matches(value)))?.name;
}

/** Names a bundler ships to the browser. */
export function isPublicKey(key: string): boolean {
  return /^(?:NEXT_PUBLIC|VITE|PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|REACT_APP|GATSBY)_/.test(key);
}

function jsonOf(part: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/")));
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
