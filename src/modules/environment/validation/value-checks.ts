import type { VariableSpec } from "@/modules/scaffold/schema";
import { type CheckStatus, type TargetPlatform, VariableValue } from "../schema";
import { checkRule, ruleFor } from "./rules";
import { isPlaceholder, isPublicKey, secretForm } from "./values";

export interface Verdict {
  status: CheckStatus;
  message: string;
}

/** What can be said of a value without knowing what it is for. */
export function checkText(
  spec: Pick<VariableSpec, "key" | "public" | "required" | "kind" | "example" | "rule">,
  value: string,
): Verdict | undefined {
  const stored = VariableValue.safeParse(value);
  if (!stored.success) return error(stored.error.issues[0]?.message ?? "This value cannot be stored.");
  const isPem = value.startsWith("-----BEGIN ");
  if (value.trim() !== (isPem ? value.trimEnd() : value)) {
    return error("There is whitespace around the value. Remove it; it was probably copied along.");
  }
  if (spec.public || isPublicKey(spec.key)) {
    const form = secretForm(value);
    if (form)
      return error(
        `This is ${form}, and ${spec.key} is sent to every visitor's browser. Put it in a variable without the public prefix.`,
      );
  }
  if (isPlaceholder(value) || (spec.required && spec.kind === "secret" && value === spec.example)) {
    return error("This is placeholder text. Put the real value here.");
  }
  if (!isPem && /\s/.test(value) && (spec.kind !== "string" || ruleFor(spec.key, spec.rule))) {
    return error("There is whitespace inside the value. Copy it again without line breaks or spaces.");
  }
  return undefined;
}

/** Whether a value is of its variable's kind. */
export function checkKind({ kind }: VariableSpec, value: string): Verdict | undefined {
  if (kind === "port" && !(/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535)) {
    return error("A port is a number from 1 to 65535.");
  }
  if (kind === "number" && !/^-?\d+(?:\.\d+)?$/.test(value)) return error("This must be a number, such as 20 or 0.5.");
  if (kind === "boolean" && !/^(?:true|false|1|0)$/.test(value)) return error("This must be true or false.");
  if (kind === "email" && !/^[^\s@]+@[^\s@]+$/.test(value))
    return error("This must be an e-mail address, such as team@example.com.");
  if (kind === "url" && !URL.canParse(value)) return error("This must be a URL, such as https://app.example.com.");
  return undefined;
}

/** Whether a value has the form its provider gives such values. */
export function checkProvider(spec: VariableSpec, value: string, platform: TargetPlatform): Verdict | undefined {
  const isHttp = spec.kind === "url" && spec.rule === undefined;
  const rule = ruleFor(spec.key, spec.rule) ?? (isHttp ? ruleFor("", "url") : undefined);
  const broken = rule && checkRule(rule, value, platform !== "local");
  if (!broken) return undefined;
  return { status: broken.level === "block" ? "error" : "warning", message: broken.message };
}

export function error(message: string): Verdict {
  return { status: "error", message };
}
