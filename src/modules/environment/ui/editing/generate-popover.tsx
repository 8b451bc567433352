"use client";
import { Popover } from "@heroui/react/popover";
import { Sparkles } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { type GenerateRequest, generateValue, type KeyAlgorithm } from "../../generate";
import { Choice } from "../variables/choice";

interface GeneratePopoverProps {
  name: string;
  onGenerate(value: string): void;
  onAddPublic(key: string, value: string): void;
}

const kinds = [
  { value: "secret", label: "Secret" },
  { value: "password", label: "Password" },
  { value: "uuid", label: "UUID" },
  { value: "key-pair", label: "Key pair" },
] as const;
type Kind = (typeof kinds)[number]["value"];

const encodings = [
  { value: "base64url", label: "base64url" },
  { value: "base64", label: "base64" },
  { value: "hex", label: "hex" },
] as const;

const algorithms: readonly { value: KeyAlgorithm; label: string }[] = [
  { value: "ed25519", label: "Ed25519" },
  { value: "p256", label: "ECDSA P-256" },
  { value: "rsa", label: "RSA 3072" },
];

/** Makes a value in the browser: a secret of so many bytes, a password, an identifier or a pair of keys. */
export function GeneratePopover({ name, onGenerate, onAddPublic }: GeneratePopoverProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover isOpen={isOpen} onOpenChange={setOpen}>
      <Button size="sm" aria-label={`Generate ${name || "a value"}`}>
        <Sparkles aria-hidden />
        Generate
      </Button>
      <Popover.Content placement="bottom start" className="w-72 rounded-lg">
        <Popover.Dialog aria-label="Generate a value" className="p-4">
          <GenerateForm name={name} onGenerate={onGenerate} onAddPublic={onAddPublic} onDone={() => setOpen(false)} />
        </Popover.Dialog>
      </Popover.Content>
    </Popover>
  );
}

function GenerateForm({ name, onGenerate, onAddPublic, onDone }: GeneratePopoverProps & { onDone(): void }) {
  const [kind, setKind] = useState<Kind>("secret");
  const [length, setLength] = useState({ secret: "32", password: "24" });
  const [encoding, setEncoding] = useState<(typeof encodings)[number]["value"]>("base64url");
  const [algorithm, setAlgorithm] = useState<KeyAlgorithm>("ed25519");
  const [publicKey, setPublicKey] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const requests: Record<Kind, GenerateRequest> = {
    secret: { kind: "secret", bytes: Number(length.secret), encoding },
    password: { kind: "password", length: Number(length.password) },
    uuid: { kind: "uuid" },
    "key-pair": { kind: "key-pair", algorithm },
  };
  const generate = async () => {
    setProblem(undefined);
    try {
      const made = await generateValue(requests[kind]);
      onGenerate(made.value);
      setPublicKey(made.publicKey);
      if (made.publicKey === undefined) onDone();
    } catch (error) {
      setProblem(
        crypto.subtle === undefined
          ? "The browser makes pairs of keys only on a page served by HTTPS or from this machine."
          : describeProblem(error).message,
      );
    }
  };
  return (
    <form
      className="space-y-3 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        void generate();
      }}
    >
      <Choice label="Kind" options={kinds} value={kind} onChange={(next) => setKind(next)} />
      {kind === "secret" ? (
        <div className="grid grid-cols-2 gap-3">
          <LengthField label="Bytes" value={length.secret} onChange={(secret) => setLength({ ...length, secret })} />
          <Choice label="Written as" options={encodings} value={encoding} onChange={(next) => setEncoding(next)} />
        </div>
      ) : null}
      {kind === "password" ? (
        <LengthField
          label="Characters"
          value={length.password}
          onChange={(password) => setLength({ ...length, password })}
        />
      ) : null}
      {kind === "key-pair" ? (
        <Choice label="Algorithm" options={algorithms} value={algorithm} onChange={(next) => setAlgorithm(next)} />
      ) : null}
      {problem ? (
        <p role="alert" className="text-xs text-danger-text">
          {problem}
        </p>
      ) : null}
      {publicKey === undefined ? null : (
        <PublicHalf>
          <CopyButton text={publicKey} what="public key" hasLabel variant="outline" />
          {name === "" ? null : (
            <Button size="sm" onPress={() => onAddPublic(`${name}_PUBLIC`, publicKey)}>
              Add {name.length > 14 ? "as a variable" : `${name}_PUBLIC`}
            </Button>
          )}
        </PublicHalf>
      )}
      <Button type="submit" variant="primary" size="sm" className="w-full">
        {publicKey === undefined ? "Generate" : "Generate another"}
      </Button>
    </form>
  );
}

function PublicHalf({ children }: { children: ReactNode }) {
  return (
    <div className="space-y-2 rounded-lg border border-border p-2.5 text-xs" role="status">
      <p>The private key is in the field. Its public half is not secret:</p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}

function LengthField({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  return <Field label={label} inputMode="numeric" value={value} onValueChange={(next) => onChange(next.trim())} />;
}
