import type { ProviderRule } from "./expectations";
import { aiRules } from "./providers/ai";
import { authRules } from "./providers/auth";
import { databasesRules } from "./providers/databases";
import { mailRules } from "./providers/mail";
import { monitoringRules } from "./providers/monitoring";
import { paymentsRules } from "./providers/payments";
import { storageRules } from "./providers/storage";

/** Every rule. Sources: vendors' documentation and the gitleaks and secretlint rule sets. */
export const ruleTable: readonly ProviderRule[] = [
  ...databasesRules,
  ...authRules,
  ...aiRules,
  ...storageRules,
  ...mailRules,
  ...paymentsRules,
  ...monitoringRules,
];
