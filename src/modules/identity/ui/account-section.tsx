"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { type Me, SetPassword } from "../schema";

/** E-mail and password of the person. */
export function AccountSection() {
  const trpc = useTRPC();
  const me = useQuery(trpc.identity.me.queryOptions());
  return (
    <Section
      id="account"
      title="E-mail and password"
      description={
        me.data?.hasPassword === false
          ? "So far you sign in with a link from the terminal. Set a password to sign in without one."
          : "What you sign in with, beside a link from the terminal."
      }
    >
      <div className="p-4">
        {me.isError ? (
          <ErrorState title="Your account could not be loaded" error={me.error} onRetry={() => void me.refetch()} />
        ) : me.data ? (
          <AccountForm key={me.data.email} me={me.data} />
        ) : (
          <Skeleton className="h-40" />
        )}
      </div>
    </Section>
  );
}

type Problems = Partial<Record<"email" | "password" | "currentPassword" | "form", string>>;

function AccountForm({ me }: { me: Me }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState(me.email ?? "");
  const [password, setPassword] = useState("");
  const [currentPassword, setCurrentPassword] = useState("");
  const [problems, setProblems] = useState<Problems>({});
  const save = useMutation(
    trpc.identity.setPassword.mutationOptions({
      onSuccess: async () => {
        setPassword("");
        setCurrentPassword("");
        notify.done("E-mail and password saved", "Your other sessions were signed out.");
        await queryClient.invalidateQueries({ queryKey: trpc.identity.pathKey() });
      },
      onError: (error) => setProblems(problemsOf(error)),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { email, password, ...(me.hasPassword && { currentPassword }) };
    const parsed = SetPassword.safeParse(input);
    setProblems(parsed.success ? {} : firstIssues(parsed.error.issues));
    if (parsed.success) save.mutate(input);
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-md space-y-4">
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onValueChange={setEmail}
        error={problems.email}
      />
      {me.hasPassword ? (
        <Field
          label="Current password"
          name="current-password"
          type="password"
          autoComplete="current-password"
          value={currentPassword}
          onValueChange={setCurrentPassword}
          error={problems.currentPassword}
        />
      ) : null}
      <Field
        label={me.hasPassword ? "New password" : "Password"}
        name="new-password"
        type="password"
        autoComplete="new-password"
        description="At least 10 characters. Saving signs out your other sessions."
        value={password}
        onValueChange={setPassword}
        error={problems.password}
      />
      {problems.form ? (
        <p role="alert" className="text-danger-text">
          {problems.form}
        </p>
      ) : null}
      <Button type="submit" variant="primary" isPending={save.isPending}>
        {me.hasPassword ? "Save changes" : "Set password"}
      </Button>
    </form>
  );
}

function firstIssues(issues: { path: PropertyKey[]; message: string }[]): Problems {
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [String(path[0] ?? "form"), message]));
}

/** Places what the server says beside its field. */
function problemsOf(error: unknown): Problems {
  const { code, message } = describeProblem(error);
  if (code === "CONFLICT") return { email: message };
  if (code === "FORBIDDEN" && message.includes("current password")) return { currentPassword: message };
  return { form: message };
}
