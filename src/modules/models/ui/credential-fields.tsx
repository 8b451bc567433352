import { KeyRound } from "lucide-react";
import { Button } from "@/ui/button";
import { ChoiceRow } from "@/ui/choice-row";
import { Field } from "@/ui/field";
import { RelativeTime } from "@/ui/time";
import { modelProviders } from "../providers";
import type { ModelConnection } from "../schema";
import { type DraftProblems, keepsKey, type ModelDraft } from "./model-draft";

interface CredentialFieldsProps {
  draft: ModelDraft;
  connection: ModelConnection | null;
  problems: DraftProblems;
  onChange(changes: Partial<ModelDraft>): void;
}

type SecretName = "key" | "accessKeyId" | "secretAccessKey" | "sessionToken";

/** The key: that there is one, or where to enter it. A stored one is never shown again. */
export function CredentialFields(props: CredentialFieldsProps) {
  const { draft, connection, problems, onChange } = props;
  if (connection && keepsKey(draft, connection)) return <StoredKey connection={connection} onChange={onChange} />;
  const secret = (name: SecretName, label: string, description?: string) => (
    <Field
      label={label}
      name={`model-${name}`}
      description={description}
      value={draft[name]}
      onValueChange={(value) => onChange({ [name]: value })}
      error={problems[name]}
      type={name === "accessKeyId" ? "text" : "password"}
      autoComplete="new-password"
      data-1p-ignore
      data-lpignore="true"
      inputClassName="font-mono text-xs"
    />
  );
  const { keySource } = modelProviders[draft.provider];
  return (
    <div className="space-y-4">
      {draft.provider === "bedrock" ? (
        <>
          <ChoiceRow
            legend="Credentials"
            name="model-form"
            options={[
              { value: "key", label: "Bearer token" },
              { value: "access-key", label: "Access key pair" },
            ]}
            value={draft.form}
            onChange={(form) => onChange({ form })}
          />
          {draft.form === "key" ? secret("key", "Bearer token", keySource) : null}
          {draft.form === "access-key" ? (
            <>
              {secret("accessKeyId", "Access key id")}
              {secret("secretAccessKey", "Secret access key")}
              {secret("sessionToken", "Session token", "Only for temporary credentials.")}
            </>
          ) : null}
        </>
      ) : (
        secret("key", "Key", keySource)
      )}
      {draft.isReplacing ? (
        <Button size="sm" variant="ghost" onPress={() => onChange({ isReplacing: false, key: "" })}>
          Keep the stored key
        </Button>
      ) : null}
    </div>
  );
}

interface StoredKeyProps {
  connection: ModelConnection;
  onChange(changes: Partial<ModelDraft>): void;
}

function StoredKey({ connection, onChange }: StoredKeyProps) {
  const { form, setAt } = connection.credentials;
  return (
    <div>
      <p className="mb-1.5 text-xs font-medium">{form === "access-key" ? "Access key pair" : "Key"}</p>
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-border bg-surface-secondary py-1 pr-1 pl-3">
        <KeyRound aria-hidden className="size-4 shrink-0 text-muted" />
        <p className="min-w-0 flex-1 text-sm">
          Stored encrypted, set <RelativeTime at={setAt} />
        </p>
        <Button size="sm" variant="ghost" onPress={() => onChange({ isReplacing: true })}>
          Replace
        </Button>
      </div>
    </div>
  );
}
