import type { ConfigField } from "./rules";
import { fieldValues } from "./rules";

export interface CatalogOption {
  value: string;
  label: string;
  /** One line that says what the project gains. */
  description: string;
  /** Name of a lucide icon. */
  icon: string;
  /** Whether a project with this option runs on this machine with no account anywhere. */
  runsWithoutAccount: boolean;
  /** What a person must bring, when anything. */
  needs?: string;
}

export interface CatalogGroup {
  field: ConfigField;
  label: string;
  description: string;
  icon: string;
  /** Whether several values may be chosen. */
  multiple: boolean;
  options: CatalogOption[];
}

type Described = Omit<CatalogOption, "value">;

const none = (description: string): Described => ({
  label: "None",
  description,
  icon: "circle-slash",
  runsWithoutAccount: true,
});

const described: { readonly [F in ConfigField]: Record<(typeof fieldValues)[F][number], Described> } = {
  framework: {
    next: {
      label: "Next.js",
      description: "App Router, server components, strict TypeScript and Tailwind CSS.",
      icon: "triangle",
      runsWithoutAccount: true,
    },
  },
  database: {
    none: none("No data of its own."),
    "drizzle-postgres": {
      label: "PostgreSQL with Drizzle",
      description: "Typed tables, migrations at start; an embedded database until you have a server.",
      icon: "database",
      runsWithoutAccount: true,
    },
  },
  auth: {
    none: none("Every page is public."),
    nextauth: {
      label: "Auth.js",
      description: "Sign-up, sign-in, sign-out and a protected account page.",
      icon: "shield-check",
      runsWithoutAccount: true,
    },
  },
  authProviders: {
    credentials: {
      label: "E-mail and password",
      description: "Users in your own database, passwords hashed with scrypt.",
      icon: "key-round",
      runsWithoutAccount: true,
    },
    github: {
      label: "GitHub",
      description: "One button; off until its keys are set.",
      icon: "git-branch",
      runsWithoutAccount: false,
      needs: "A GitHub OAuth app",
    },
  },
  aiTemplate: {
    none: none("No AI."),
    chatbot: {
      label: "Chatbot",
      description: "A streaming chat page and its API route, built on the AI SDK.",
      icon: "message-square",
      runsWithoutAccount: false,
      needs: "A key of the provider, or any OpenAI-compatible address",
    },
  },
  aiProvider: {
    anthropic: {
      label: "Anthropic",
      description: "Claude models.",
      icon: "sparkles",
      runsWithoutAccount: false,
      needs: "An Anthropic API key",
    },
    openai: {
      label: "OpenAI",
      description: "GPT models.",
      icon: "bot",
      runsWithoutAccount: false,
      needs: "An OpenAI API key",
    },
    "openai-compatible": {
      label: "OpenAI-compatible",
      description: "Ollama, vLLM, LM Studio, a gateway: any address that speaks the protocol.",
      icon: "plug",
      runsWithoutAccount: true,
      needs: "The address of a model server",
    },
  },
  packageManager: {
    npm: {
      label: "npm",
      description: "Comes with Node; the project carries its complete lockfile.",
      icon: "package",
      runsWithoutAccount: true,
    },
  },
};

/** Everything the wizard offers, in the order it is shown. */
export const catalogOptions: readonly CatalogGroup[] = [
  group("framework", "Framework", "What the app is built with.", "layers"),
  group("database", "Database", "Where it keeps its data.", "database"),
  group("auth", "Sign-in", "Who may use it.", "shield-check"),
  group("authProviders", "Sign-in methods", "How people prove who they are.", "key-round", true),
  group("aiTemplate", "AI", "What a model does in it.", "sparkles"),
  group("aiProvider", "Model provider", "Who runs the model.", "cpu"),
  group("packageManager", "Package manager", "What installs its packages.", "package"),
];

function group<F extends ConfigField>(
  field: F,
  label: string,
  description: string,
  icon: string,
  multiple = false,
): CatalogGroup {
  const values: readonly (typeof fieldValues)[F][number][] = fieldValues[field];
  const options = values.map((value) => ({ value, ...described[field][value] }));
  return { field, label, description, icon, multiple, options };
}
