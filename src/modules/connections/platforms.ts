import type { ConnectionPlatform } from "./schema";

export interface TokenScope {
  name: string;
  /** What Berth does with it. */
  why: string;
  isRequired: boolean;
}

/** What people need to know to connect an account. */
export interface PlatformFacts {
  label: string;
  /** Where its API answers when Berth is not set up otherwise. */
  apiHost: string;
  /** What connecting it makes possible. */
  purpose: string;
  /** What its token is called there. */
  tokenName: string;
  /** The page on which it is made. */
  tokenPage: string;
  /** How to make it, in one or two sentences. */
  steps: string;
  /** What things are created in, as the platform calls it. */
  teamName: string;
  /** Rights to tick while making it; empty where a token has no choice of rights. */
  scopes: readonly TokenScope[];
}

/** The platforms that can be connected, in the order they are shown. Pure, so that the browser has it too. */
export const platformFacts: Readonly<Record<ConnectionPlatform, PlatformFacts>> = {
  vercel: {
    label: "Vercel",
    apiHost: "api.vercel.com",
    purpose: "Deploy apps to Vercel, with production and preview deployments.",
    tokenName: "access token",
    tokenPage: "https://vercel.com/account/settings/tokens",
    steps:
      "Name it Berth, choose the team it is for, and set when it expires. A token for the full account lets you choose the team here.",
    teamName: "team",
    scopes: [],
  },
  railway: {
    label: "Railway",
    apiHost: "backboard.railway.com",
    purpose: "Deploy apps to Railway, with a database beside them where they need one.",
    tokenName: "account or workspace token",
    tokenPage: "https://railway.com/account/tokens",
    steps: "Name it Berth and choose a workspace, or none for all of yours. Project tokens cannot create projects.",
    teamName: "workspace",
    scopes: [],
  },
  render: {
    label: "Render",
    apiHost: "api.render.com",
    purpose: "Deploy apps to Render. It builds from a repository, so connect GitHub too.",
    tokenName: "API key",
    tokenPage: "https://dashboard.render.com/settings#api-keys",
    steps: "Create an API key and name it Berth. It sees every workspace you are a member of.",
    teamName: "workspace",
    scopes: [],
  },
  github: {
    label: "GitHub",
    apiHost: "api.github.com",
    purpose: "Push an app's code to a repository, which Render builds from.",
    tokenName: "personal access token",
    tokenPage: "https://github.com/settings/tokens/new?description=Berth&scopes=repo,workflow",
    steps: "Make a classic token with the two scopes below, which the link has ticked already.",
    teamName: "owner",
    scopes: [
      { name: "repo", why: "Creates the repository and pushes the app's code to it.", isRequired: true },
      {
        name: "workflow",
        why: "GitHub refuses a push with files in .github/workflows without it, which the CI extra adds.",
        isRequired: false,
      },
    ],
  },
};

/** Scopes a token lacks; none where the platform does not tell what it has. */
export function missingScopes(platform: ConnectionPlatform, scopes: readonly string[]): TokenScope[] {
  if (scopes.length === 0) return [];
  return platformFacts[platform].scopes.filter(({ name }) => !scopes.includes(name));
}

/** Days before a token's end from which on it is told. */
const warnDays = 7;
const dayMs = 24 * 3600 * 1000;

/** Whether a token's end has come or is near. */
export function tokenExpiry(expiresAt: string | null, now: Date): "expired" | "soon" | undefined {
  if (expiresAt === null) return undefined;
  const left = Date.parse(expiresAt) - now.getTime();
  if (left <= 0) return "expired";
  return left <= warnDays * dayMs ? "soon" : undefined;
}
