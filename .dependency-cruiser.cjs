// The layers and arrows of ARCHITECTURE.md, checked. A module may import only modules named before it, and only their faces.
const order = [
  "identity",
  "projects",
  "audit",
  "models",
  "connections",
  "notifications",
  "scaffold",
  "environment",
  "deployment",
  "observability",
  "scaling",
  "knowledge",
  "agents",
  "workflows",
];
const modules = [...order, "config-import"];
const leftOf = (name) =>
  name === "config-import"
    ? ["identity", "projects", "audit", "models", "connections", "notifications", "scaffold", "environment"]
    : order.slice(0, order.indexOf(name));
const face = "(index|schema|pure)\\.ts$";

const moduleOrder = modules.map((name) => ({
  name: `module-order-${name}`,
  comment: `${name} may import only the modules named before it`,
  severity: "error",
  from: { path: `^src/modules/${name}/` },
  to: { path: "^src/modules/", pathNot: `^src/modules/(${[...leftOf(name), name].join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...moduleOrder,
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "not-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "module-faces",
      comment: "another module is reached through index, schema, pure, its ui, or (tables only) its tables",
      severity: "error",
      from: { path: "^src/modules/([^/]+)/" },
      to: {
        path: "^src/modules/([^/]+)/",
        pathNot: [
          `^src/modules/[^/]+/${face}`,
          "^src/modules/$1/",
          "^src/modules/[^/]+/ui/",
          "^src/modules/[^/]+/tables\\.ts$",
          // Another module's tests; what runs may not import it, see no-test-imports.
          "^src/modules/[^/]+/testing/",
        ],
      },
    },
    {
      name: "tables-only-from-tables",
      severity: "error",
      from: { path: "^src/modules/([^/]+)/", pathNot: "tables\\.ts$" },
      to: { path: "^src/modules/[^/]+/tables\\.ts$", pathNot: "^src/modules/$1/" },
    },
    {
      name: "schema-is-pure",
      severity: "error",
      from: { path: "^src/modules/[^/]+/schema\\.ts$" },
      to: { pathNot: ["/schema\\.ts$", "node_modules/zod"] },
    },
    {
      name: "pure-face-is-pure",
      comment: "what the CLI and the browser run without a server loads neither env nor a driver",
      severity: "error",
      from: { path: "^src/modules/[^/]+/pure\\.ts$" },
      to: {
        path: [
          "^src/server/(env|db|boot|context|runs|jobs)",
          "node_modules/(postgres|@electric-sql|pg-boss|drizzle-orm)/",
        ],
        reachable: true,
      },
    },
    {
      name: "kernel-knows-no-module",
      severity: "error",
      from: {
        path: "^src/server/",
        pathNot: ["^src/server/(router|boot)\\.ts$", "(\\.test|/testing/[^/]+-process)\\.ts$"],
      },
      to: { path: "^src/(modules|app|cli|ui)/" },
    },
    {
      name: "only-assembly-mounts-routers-and-jobs",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/server/(router|boot)\\.ts$", "(\\.test|/testing/[^/]+-process)\\.ts$"] },
      to: { path: "^src/modules/[^/]+/(router|jobs)\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "browser-code-stays-browser",
      comment: "a component may import ui, schema and pure faces; of the server only types",
      severity: "error",
      from: { path: ["^src/modules/[^/]+/ui/", "^src/ui/"], pathNot: "\\.test\\.tsx?$" },
      to: {
        path: ["^src/server/", "^src/modules/[^/]+/(index|service|router|jobs|tables)\\.ts$"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "design-system-knows-no-product",
      severity: "error",
      from: { path: "^src/ui/" },
      to: { path: ["^src/modules/", "^src/app/"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "adapters-use-faces",
      severity: "error",
      from: { path: "^src/(app|cli)/" },
      to: {
        path: "^src/modules/",
        // What tests share; what runs may not import it, see no-test-imports.
        pathNot: [`^src/modules/[^/]+/${face}`, "^src/modules/[^/]+/ui/", "^src/modules/[^/]+/testing/"],
      },
    },
    {
      name: "adapters-skip-the-database",
      severity: "error",
      from: { path: "^src/(app|cli)/", pathNot: "\\.test\\.ts$" },
      to: { path: ["^src/server/(db|tables)", "node_modules/(drizzle-orm|postgres|@electric-sql)/"] },
    },
    { name: "nobody-imports-app", severity: "error", from: { pathNot: "^src/app/" }, to: { path: "^src/app/" } },
    {
      name: "no-test-imports",
      severity: "error",
      from: { pathNot: ["\\.test\\.tsx?$", "^e2e/", "/testing/"] },
      to: { path: ["\\.test\\.tsx?$", "/testing/"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
