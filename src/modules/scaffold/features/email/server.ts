import { costGuards } from "../../engine/access";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";

/** Generated server code of e-mail: sending, the message of the contact form, and its endpoint. */
export const sendModule = `import { createTransport } from "nodemailer";
import { readVariable, requireVariable } from "@/env";

export interface Mail {
  to: string;
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
}

/** sent: the mail server took it; printed: there is no mail server, so it stands in the log. */
export type Delivery = "sent" | "printed";

/** Hands a mail to the server at SMTP_URL, or prints it while there is none. */
export async function sendMail({ to, replyTo, subject, text, html }: Mail): Promise<Delivery> {
  const url = readVariable("SMTP_URL");
  if (url === undefined) {
    console.info(["Mail that SMTP_URL would send", "To: " + to, "Subject: " + subject, "", text].join("\\n"));
    return "printed";
  }
  const transport = createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 });
  await transport.sendMail({ from: requireVariable("EMAIL_FROM"), to, replyTo, subject, text, html });
  return "sent";
}
`;

export const contactModule = `import { z } from "zod";

/** What the contact form sends; the page checks it before, the server in any case. */
export const ContactMessage = z.object(
  {
    name: z
      .string("Write your name.")
      .trim()
      .min(1, "Write your name.")
      .max(80, "Use at most 80 characters.")
      // It becomes part of a header of the mail, which a line break would end.
      .regex(/^\\P{Cc}*$/u, "Write your name on one line."),
    email: z.email("Write your e-mail address, such as ada@example.com.").max(254, "Use at most 254 characters."),
    text: z.string("Write a message.").trim().min(1, "Write a message.").max(4000, "Use at most 4000 characters."),
    /** A field people do not see. */
    website: z.string().max(200).optional(),
  },
  "Send a JSON object with name, email and text, at most 20,000 characters long.",
);
export type ContactMessage = z.infer<typeof ContactMessage>;
`;

export const contactMail = `import type { ContactMessage } from "./contact";

/** Subject and both forms of the mail that carries a message of the contact form. */
export function contactMail({ name, email, text }: ContactMessage): { subject: string; text: string; html: string } {
  return {
    subject: "Message from " + name,
    text: text + "\\n\\n" + name + " <" + email + ">\\n",
    html: \`<!doctype html>
<html lang="en">
  <body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#16181d">
    <p style="margin:0 0 24px;white-space:pre-wrap">\${escapeHtml(text)}</p>
    <p style="margin:0;color:#5b616e">\${escapeHtml(name)} &lt;\${escapeHtml(email)}&gt;</p>
  </body>
</html>
\`,
  };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
`;

export function emailHttp(config: ScaffoldConfig): string {
  // The form is for everyone, also where the project has sign-in; only the rate limit applies.
  const { imports, code } = costGuards({ ...config, auth: "none" }, "contact", "write");
  const lines = importLines([
    ...imports,
    { name: "missingFor", from: "@/env" },
    { name: "readVariable", from: "@/env" },
    { name: "readJson", from: "@/http" },
    { name: "refuse", from: "@/http" },
    { name: "ContactMessage", from: "./contact" },
    { name: "contactMail", from: "./contact-mail" },
    { name: "type Delivery", from: "./send" },
    { name: "sendMail", from: "./send" },
  ]);
  return `${lines}
/** Mails a message of the contact form, always to the same address, so that nobody can send mail to others with it. */
export async function receiveMessage(request: Request): Promise<Response> {
${code}  const parsed = ContactMessage.safeParse(await readJson(request, 20_000));
  if (!parsed.success) return refuse(400, parsed.error.issues[0]?.message ?? "Fill in the form.");
  // Only a program fills the field that nobody sees. It is told what a person would be told.
  if (parsed.data.website) return accept("sent");
  const missing = readVariable("SMTP_URL") === undefined ? [] : missingFor("E-mail");
  if (missing.length > 0) return refuse(503, "The contact form is off: " + missing.join(" and ") + " must be set.");
  try {
    const to = readVariable("CONTACT_EMAIL") ?? "(CONTACT_EMAIL is not set)";
    return accept(await sendMail({ to, replyTo: parsed.data.email, ...contactMail(parsed.data) }));
  } catch (error) {
    console.error("The mail was not sent:", error);
    return refuse(502, "The mail server did not take the message. Try again later.");
  }
}

function accept(delivery: Delivery): Response {
  return Response.json({ delivery }, { status: 202 });
}
`;
}
