import { versions } from "../../catalog/versions";
import { clientDirective } from "../../engine/client";
import type { Contribution, Feature } from "../../engine/feature";
import { emailFacts, emailFeature } from "./facts";
import { contactPage } from "./page";
import { contactMail, contactModule, emailHttp, sendModule } from "./server";

export const email: Feature = {
  ...emailFacts,
  contribute: (config) => {
    const hasPages = config.framework !== "hono";
    const page = { path: "src/email/contact-page.tsx", content: contactPage(clientDirective(config)) };
    return {
      ...(hasPages ? pagePart : {}),
      files: [
        { path: "src/email/send.ts", content: sendModule },
        { path: "src/email/contact.ts", content: contactModule },
        { path: "src/email/contact-mail.ts", content: contactMail },
        { path: "src/email/http.ts", content: emailHttp(config) },
        ...(hasPages ? [page] : []),
      ],
      dependencies: ["nodemailer", "zod"],
      devDependencies: ["@types/nodemailer"],
      stack: [{ name: "Nodemailer", version: versions.nodemailer }],
      ingredients: ["e-mail by Nodemailer"],
      landmarks: [{ path: "src/email/send.ts", purpose: "sendMail(), the one way a mail leaves." }],
      endpoints: [
        {
          path: "/api/contact",
          handlers: { POST: "receiveMessage" },
          from: "@/email/http",
          summary: "Mails a message to the address in CONTACT_EMAIL.",
          example: `-H 'content-type: application/json' -d '{"name":"Ada","email":"ada@example.com","text":"Hello"}'`,
        },
      ],
      externalPackages: ["nodemailer"],
      readme: [{ heading: "E-mail", body: readme(hasPages) }],
      guidance: [
        "Mail leaves through `sendMail()` alone. What a stranger wrote never chooses the recipient, and is escaped in HTML.",
      ],
    };
  },
};

const pagePart: Contribution = {
  nav: [{ href: "/contact", label: "Contact" }],
  cards: [{ href: "/contact", title: "Contact", body: "Mails a message to you.", feature: emailFeature }],
  components: ["button", "field", "notice", "page-shell", "text-area"],
  pages: [{ path: "/contact", title: "Contact", component: { name: "ContactPage", from: "@/email/contact-page" } }],
};

function readme(hasPages: boolean): string {
  return `\`sendMail()\` in \`src/email/send.ts\` hands a mail to the server at \`SMTP_URL\`. Without it the mail is printed to the log, so nothing needs an account while you work. Percent-encode special characters of the password.

${hasPages ? "The form at `/contact` sends to `/api/contact`, which mails" : "`/api/contact` mails"} to \`CONTACT_EMAIL\` and nowhere else:

\`\`\`sh
curl -X POST localhost:3000/api/contact -H 'content-type: application/json' -d '{"name":"Ada","email":"ada@example.com","text":"Hello"}'
\`\`\``;
}
