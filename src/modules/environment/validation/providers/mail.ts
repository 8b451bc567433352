import {
  block,
  keyRule,
  notA,
  notLocal,
  type ProviderRule,
  rulesOf,
  startsNot,
  startsWith,
  urlOf,
  warn,
} from "../expectations";
import { isLocalAddress } from "../values";

export const mailRules: readonly ProviderRule[] = [
  ...rulesOf("Mail", undefined, [
    {
      id: "smtp-url",
      keys: ["SMTP_URL", "EMAIL_SERVER"],
      format: "smtps://user:password@host:465 or smtp://user:password@host:587",
      example: "smtps://user:password@smtp.example.com:465",
      maxLength: 2048,
      expectations: urlOf(["smtp", "smtps"], "smtps://user:password@smtp.example.com:465"),
      remote: [notLocal],
    },
    {
      id: "smtp-host",
      keys: ["SMTP_HOST", "MAIL_HOST", "EMAIL_HOST", "EMAIL_SERVER_HOST"],
      format: "the name of a mail server",
      example: "smtp.example.com",
      maxLength: 255,
      expectations: [
        block(
          (value) => !value.includes("://") && !value.includes("/"),
          "This must be the name of the server alone, without a scheme or a path.",
        ),
        block(
          /^(?:[A-Za-z0-9.-]+|\[[0-9a-f:]+\])$/,
          "A name of a server holds letters, digits, dots and hyphens. The port belongs in a variable of its own.",
        ),
      ],
      remote: [
        block(
          (value) => !isLocalAddress(`smtp://${value}`),
          "This is the machine the app runs on, where no mail server answers. Use the name of your mail provider's server.",
        ),
      ],
    },
    {
      id: "smtp-port",
      keys: ["SMTP_PORT", "MAIL_PORT", "EMAIL_PORT", "EMAIL_SERVER_PORT"],
      format: "465 or 587",
      example: "587",
      maxLength: 5,
      expectations: [
        block(
          (value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535,
          "A port is a number from 1 to 65535.",
        ),
        warn((value) => value !== "25", "Most hosts do not let mail out through port 25. Use 587 or 465."),
      ],
    },
    {
      id: "email-sender",
      keys: ["EMAIL_FROM", "MAIL_FROM"],
      format: "name@host, or a name followed by <name@host>",
      example: "Shop <hello@example.com>",
      maxLength: 320,
      expectations: [
        block(
          /^(?:[^\s@<>]+@[^\s@<>]+|[^@<>]*<[^\s@<>]+@[^\s@<>]+>)$/,
          "This is no sender. Write an address such as hello@example.com, or Shop <hello@example.com>.",
        ),
      ],
    },
  ]),
  ...rulesOf("Resend", "https://resend.com/docs/api-reference/introduction", [
    keyRule("resend-api-key", ["RESEND_API_KEY"], "re_AbCdEfGh_IjKlMnOp", [startsWith(["re_"])]),
  ]),
  ...rulesOf("Postmark", "https://postmarkapp.com/developer/api/overview", [
    keyRule(
      "postmark-token",
      ["POSTMARK_API_TOKEN", "POSTMARK_SERVER_TOKEN", "POSTMARK_API_KEY"],
      "01234567-89ab-cdef-0123-456789abcdef",
      [
        warn(
          /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
          "Postmark tokens usually look like 01234567-89ab-cdef-0123-456789abcdef.",
        ),
      ],
    ),
  ]),
  ...rulesOf("SendGrid", "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys", [
    keyRule("sendgrid-api-key", ["SENDGRID_API_KEY"], "SG.AbCdEfGh.IjKlMnOp", [
      startsWith(["SG."]),
      warn(
        /^SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/,
        "SendGrid keys are usually SG., 22 characters, a dot and 43 more. Check that it was copied whole.",
      ),
    ]),
  ]),
  ...rulesOf("Mailgun", "https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt", [
    keyRule("mailgun-api-key", ["MAILGUN_API_KEY"], "key-0123456789abcdef0123456789abcdef", [
      notA(startsNot("pubkey-"), "a public validation key", "private"),
      warn(
        (value) => value.length >= 32,
        "Mailgun keys are usually 32 characters long or longer. Check that it was copied whole.",
      ),
    ]),
  ]),
];
