import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { withLateNames } from "./late-names";

const report = ["/bin/sh", "-c", 'printf "%s|%s|%s" "$ENV" "$GREETING" "$(env | grep -c BERTH_LATE_)"'];
const run = (values: Record<string, string>) => {
  const late = withLateNames(report, { PATH: "/usr/bin:/bin", ...values }, values);
  const [program = "", ...args] = late.command;
  return { ...late, output: spawnSync(program, args, { env: late.env as never, encoding: "utf8" }).stdout };
};

it("hides a name that changes how programs start from all but the program itself", () => {
  const value = `a "quoted" $HOME 'value'\n; with; \`lines\``;
  const { env, output } = run({ ENV: value, GREETING: "hello" });
  expect(env).toEqual({ PATH: "/usr/bin:/bin", BERTH_LATE_ENV: value, GREETING: "hello" });
  expect(output).toBe(`${value}|hello|0`);
});

it("leaves a command alone whose values are ordinary", () => {
  expect(run({ GREETING: "hello" })).toMatchObject({ command: report, output: "|hello|0" });
});

it("takes the value as it is after Berth added its own part", () => {
  const { env } = withLateNames(report, { NODE_OPTIONS: "--a --max-old-space-size=1" }, { NODE_OPTIONS: "--a" });
  expect(env).toEqual({ BERTH_LATE_NODE_OPTIONS: "--a --max-old-space-size=1" });
});
