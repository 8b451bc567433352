import { platformFacts } from "@/modules/connections/pure";
import type { ConnectionPlatform } from "@/modules/connections/schema";

interface Pages {
  label: string;
  /** Where a plan is chosen and paid. */
  billing: string;
  /** Where the platform tells of its own trouble. */
  status: string;
  /** Where its GitHub app is given repositories; it needs none where Berth sends the files. */
  githubApp: string;
  tokens: string;
}

/** The pages of the platforms that a failure leads to. */
export const platformPages: Readonly<Record<ConnectionPlatform, Pages>> = {
  vercel: {
    label: platformFacts.vercel.label,
    billing: "https://vercel.com/d?to=%2F%5Bteam%5D%2F%7E%2Fsettings%2Fbilling",
    status: "https://www.vercel-status.com",
    githubApp: "https://github.com/apps/vercel/installations/new",
    tokens: platformFacts.vercel.tokenPage,
  },
  railway: {
    label: platformFacts.railway.label,
    billing: "https://railway.com/account/billing",
    status: "https://status.railway.com",
    githubApp: "https://github.com/apps/railway-app/installations/new",
    tokens: platformFacts.railway.tokenPage,
  },
  render: {
    label: platformFacts.render.label,
    billing: "https://dashboard.render.com/billing",
    status: "https://status.render.com",
    githubApp: "https://github.com/apps/render/installations/new",
    tokens: platformFacts.render.tokenPage,
  },
  github: {
    label: platformFacts.github.label,
    billing: "https://github.com/settings/billing",
    status: "https://www.githubstatus.com",
    githubApp: "https://github.com/settings/installations",
    tokens: platformFacts.github.tokenPage,
  },
};
