import type { VariableSummary, Visibility } from "../../schema";
import { isPublicKey, secretForm } from "../../validation/values";

/** Names that settings have and secrets do not, whole or as the end of a name. */
const settingName =
  /^(?:PORT|HOST|HOSTNAME|NODE_ENV|APP_ENV|ENVIRONMENT|CI|TZ|LANG|LOCALE|DEBUG|PYTHONUNBUFFERED|WEB_CONCURRENCY|DJANGO_SETTINGS_MODULE)$|(?:^|_)(?:PORT|HOST|REGION|LOCALE|TIMEZONE|LOG_LEVEL|LOG_FORMAT|MODEL|BUCKET|TIMEOUT(?:_MS)?|CONCURRENCY|ENABLED)$|^(?:APP|SITE|BASE|PUBLIC|FRONTEND|BACKEND)_URL$|^(?:FEATURE|ENABLE|DISABLE)_/;
const secretName = /(?:SECRET|TOKEN|PASSWORD|PASSWD|PRIVATE|CREDENTIAL|API_?KEY|ACCESS_?KEY|DSN)/;

/**
 * Who sees a value that nobody described: masked, but for names that are public or hold settings. Neither makes a value
 * plain that has the form of a secret.
 */
export function guessVisibility(key: string, value: string): Visibility {
  if (secretForm(value) !== undefined) return "masked";
  if (isPublicKey(key)) return "plain";
  return settingName.test(key) && !secretName.test(key) ? "plain" : "masked";
}

/** What a variable can be made; what was restricted once stays so, and a secret is never plain. */
export function visibilitiesFor(known: Pick<VariableSummary, "visibility" | "type"> | undefined): Visibility[] {
  if (known?.visibility === "restricted") return ["restricted"];
  return known?.type === "secret" ? ["masked", "restricted"] : ["plain", "masked", "restricted"];
}
