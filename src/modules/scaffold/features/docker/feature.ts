import { pnpmVersion } from "../../catalog/versions";
import type { ComposeService, Feature, Slots } from "../../engine/feature";
import { lockfileName, runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";

export const docker: Feature = {
  id: "docker",
  isChosen: (config) => config.extras.includes("docker"),
  variables: () => [],
  render: (config, slots) => [
    { path: "Dockerfile", content: dockerfile(config, slots) },
    { path: ".dockerignore", content: dockerignore },
    { path: "compose.yaml", content: compose(config, slots) },
  ],
  contribute: () => ({
    landmarks: [{ path: "compose.yaml", purpose: "The app and the services it talks to." }],
    readme: [
      {
        heading: "Docker",
        body: "`docker compose up --build` builds the image and starts the app with the services it talks to; variables come from `.env.local` when it is there. The image runs as a user without rights, and its health check asks `/api/health`.",
      },
    ],
  }),
};

const health = `fetch("http://127.0.0.1:" + process.env.PORT + "/api/health").then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`;

function dockerfile(config: ScaffoldConfig, { scripts }: Slots): string {
  const isPnpm = config.packageManager === "pnpm";
  const install = isPnpm
    ? `RUN npm install --global pnpm@${pnpmVersion}
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile`
    : `COPY package.json ${lockfileName(config)} ./
RUN npm ci`;
  const prune = isPnpm ? "CI=1 pnpm prune --prod" : "npm prune --omit=dev";
  return `FROM node:24-slim AS build
WORKDIR /app
${install}
COPY . .
RUN ${runCommand(config, "build")} && ${prune}

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
RUN mkdir data && chown node:node . data
COPY --from=build --chown=node:node /app ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \\
  CMD ["node", "-e", ${JSON.stringify(health)}]
CMD ${startCommand(scripts.start ?? "")}
`;
}

/** The program itself, so that it gets the signal to stop. */
function startCommand(script: string): string {
  // By its file: what pnpm puts into node_modules/.bin is a shell script.
  const command = script.replace(/^next /, "node node_modules/next/dist/bin/next ").split(" ");
  return `[${command.map((part) => JSON.stringify(part)).join(", ")}]`;
}

const dockerignore = `.git
.github
.env*
node_modules
dist
.next
.astro
data
data.lock
coverage
test-results
playwright-report
Dockerfile
compose.yaml
`;

function compose(config: ScaffoldConfig, { composeServices, variables }: Slots): string {
  const environment = Object.assign({}, ...composeServices.map(({ appEnvironment }) => appEnvironment));
  const volumes = composeServices.flatMap((service) => Object.keys(service.volumes ?? {}));
  const keepsFiles = needsDataFolder(composeServices, variables);
  const all = [...(keepsFiles ? ["app-data"] : []), ...volumes];
  const app = [
    "  app:",
    "    build: .",
    "    ports:",
    '      - "3000:3000"',
    "    env_file:",
    "      - path: .env.local",
    "        required: false",
    ...block(
      "    environment:",
      Object.entries(environment).map(([key, value]) => `      ${key}: ${value}`),
    ),
    ...block(
      "    depends_on:",
      composeServices.flatMap(({ name }) => [`      ${name}:`, "        condition: service_healthy"]),
    ),
    ...(keepsFiles ? ["    volumes:", "      - app-data:/app/data"] : []),
    "    restart: unless-stopped",
  ];
  const services = composeServices.map(serviceBlock);
  const declared = block(
    "volumes:",
    all.map((volume) => `  ${volume}:`),
  );
  return `name: ${config.name}

services:
${[app.join("\n"), ...services].join("\n\n")}
${declared.length > 0 ? `\n${declared.join("\n")}\n` : ""}`;
}

/** An embedded database lies in a folder, unless a service takes its place. */
function needsDataFolder(services: readonly ComposeService[], variables: Slots["variables"]): boolean {
  return variables.some(
    ({ key, source }) => source === "database" && services.every(({ appEnvironment }) => !(key in appEnvironment)),
  );
}

function serviceBlock({ name, image, environment, volumes, healthCommand }: ComposeService): string {
  return [
    `  ${name}:`,
    `    image: ${image}`,
    ...block(
      "    environment:",
      Object.entries(environment ?? {}).map(([key, value]) => `      ${key}: ${value}`),
    ),
    ...block(
      "    volumes:",
      Object.entries(volumes ?? {}).map(([volume, path]) => `      - ${volume}:${path}`),
    ),
    "    healthcheck:",
    `      test: ["CMD-SHELL", ${JSON.stringify(healthCommand)}]`,
    "      interval: 5s",
    "      timeout: 5s",
    "      retries: 10",
    "    restart: unless-stopped",
  ].join("\n");
}

function block(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}
