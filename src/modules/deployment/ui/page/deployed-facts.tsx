"use client";
import { CircleSlash, Download } from "lucide-react";
import Link from "next/link";
import { choiceName } from "@/modules/projects/ui/stack-summary";
import { ButtonAnchor } from "@/ui/button";
import { Section } from "@/ui/card";
import type { DeploymentDetail } from "../../schema";
import { PushToGithub } from "../recovery/push-to-github";
import { environmentHref, filesHref } from "./links";

/** What was deployed: the configuration, the variables by name, and the features that are off. */
export function DeployedFacts({ deployment }: { deployment: DeploymentDetail }) {
  const { config, variableNames, featuresOff } = deployment;
  const choices = choicesOf(config);
  const zip = filesHref(deployment);
  return (
    <Section
      title="What was deployed"
      id="deployed"
      actions={
        <div className="flex flex-wrap items-start justify-end gap-2">
          <PushToGithub deploymentId={deployment.id} size="sm" />
          {zip !== undefined ? (
            <ButtonAnchor href={zip} download size="sm">
              <Download aria-hidden />
              ZIP
            </ButtonAnchor>
          ) : null}
        </div>
      }
    >
      {featuresOff.length > 0 ? (
        <ul className="space-y-2 border-b border-separator px-4 py-3">
          {featuresOff.map(({ feature, missing }) => (
            <li key={feature} className="flex items-start gap-2 text-sm">
              <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
              <span className="min-w-0">
                {feature} is off: no value for{" "}
                {missing.map((key, index) => (
                  <span key={key}>
                    {index > 0 ? ", " : ""}
                    <code className="text-xs break-all">{key}</code>
                  </span>
                ))}
                .{" "}
                <Link href={environmentHref(deployment)} className="text-accent-text underline underline-offset-2">
                  Set the value
                </Link>{" "}
                and redeploy.
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <dl className="divide-y divide-separator">
        {choices.map(([label, value]) => (
          <div key={label} className="flex gap-4 px-4 py-2 text-sm">
            <dt className="w-32 shrink-0 text-muted">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
        <div className="flex gap-4 px-4 py-2 text-sm">
          <dt className="w-32 shrink-0 text-muted">Variables</dt>
          <dd className="flex min-w-0 flex-wrap gap-x-2 gap-y-1">
            {variableNames.length === 0 ? <span className="text-muted">None</span> : null}
            {variableNames.map((key) => (
              <code key={key} className="rounded-sm bg-surface-tertiary px-1.5 text-xs leading-5.5 break-all">
                {key}
              </code>
            ))}
          </dd>
        </div>
      </dl>
    </Section>
  );
}

const labels: Record<string, string> = {
  framework: "Framework",
  database: "Database",
  auth: "Sign-in",
  authProviders: "Sign-in methods",
  aiTemplate: "AI",
  aiProvider: "Model provider",
  packageManager: "Package manager",
};

/** The choices of a configuration that say something. */
function choicesOf(config: unknown): [string, string][] {
  if (typeof config !== "object" || config === null) return [];
  const values = new Map(Object.entries(config));
  if (values.get("aiTemplate") === "none") values.delete("aiProvider");
  return Object.entries(labels).flatMap(([field, label]) => {
    const value = [values.get(field) ?? []]
      .flat()
      .map((choice) => choiceName(String(choice)))
      .join(", ");
    return value === "" || value === "none" ? [] : [[label, value] satisfies [string, string]];
  });
}
