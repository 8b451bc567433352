"use client";
import { useMutation } from "@tanstack/react-query";
import { ExternalLink, GitBranch } from "lucide-react";
import Link from "next/link";
import { Button } from "@/ui/button";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";
import { AllowSecrets } from "./allow-secrets";
import { placesOf, secretsOf } from "./found-secrets";

interface PushToGithubProps {
  deploymentId: string;
  size?: "sm" | "md";
}

/** Puts the files of a deployment into a private repository, and shows where they are then. */
export function PushToGithub({ deploymentId, size = "md" }: PushToGithubProps) {
  const trpc = useTRPC();
  const push = useMutation(trpc.deployment.pushToGithub.mutationOptions());
  const problem = push.error ? describeProblem(push.error) : undefined;
  const secrets = secretsOf(push.error);
  return (
    <div className="flex max-w-full flex-col items-start gap-1">
      <Button size={size} isPending={push.isPending} onPress={() => push.mutate({ deploymentId })}>
        <GitBranch aria-hidden />
        Push to GitHub
      </Button>
      {push.data ? (
        <p role="status" className="max-w-80 text-xs">
          {push.data.wasUnchanged ? "Already there: " : "Pushed: "}
          <a
            href={push.data.commitUrl}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 break-all text-accent-text underline underline-offset-2"
          >
            {push.data.repository}
            <ExternalLink aria-hidden className="size-3 shrink-0" />
          </a>
          {push.data.leftOut.length > 0
            ? `. Left out, because they hold values: ${push.data.leftOut.join(", ")}.`
            : null}
        </p>
      ) : null}
      {problem ? (
        <p role="alert" className="max-w-80 text-xs text-danger-text">
          {secrets.length > 0 ? `Not pushed: ${placesOf(secrets)}.` : problem.message}{" "}
          {problem.code === "PRECONDITION" ? (
            <Link href="/connections" className="underline underline-offset-2">
              Open connections
            </Link>
          ) : null}
        </p>
      ) : null}
      {secrets.length > 0 ? (
        <AllowSecrets
          secrets={secrets}
          action="Allow and push"
          isPending={push.isPending}
          onAllow={(allowSecrets) => push.mutateAsync({ deploymentId, allowSecrets })}
        />
      ) : null}
    </div>
  );
}
