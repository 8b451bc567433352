/** The page of the contact form. */
export function contactPage(directive: string): string {
  return `${directive}import { type SubmitEvent, useState } from "react";
import { z } from "zod";
import { callApi } from "@/api";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Notice } from "@/components/notice";
import { PageShell } from "@/components/page-shell";
import { TextArea } from "@/components/text-area";
import { ContactMessage } from "./contact";

const Answer = z.object({ delivery: z.enum(["sent", "printed"]) });

export function ContactPage() {
  const [delivery, setDelivery] = useState<z.infer<typeof Answer>["delivery"]>();
  return (
    <PageShell title="Contact" lead="Write to us. The answer comes to your e-mail address." narrow>
      {delivery === undefined ? <ContactForm onDone={setDelivery} /> : <Done delivery={delivery} />}
    </PageShell>
  );
}

function Done({ delivery }: z.infer<typeof Answer>) {
  if (delivery === "sent") return <p role="status">Thank you. Your message is on its way.</p>;
  return (
    <Notice tone="warning" title="The message was printed, not sent">
      It stands in the log of the server, because <code>SMTP_URL</code> is not set.
    </Notice>
  );
}

function ContactForm({ onDone }: { onDone: (delivery: z.infer<typeof Answer>["delivery"]) => void }) {
  const [errors, setErrors] = useState<Partial<Record<keyof ContactMessage, string[]>>>({});
  const [failure, setFailure] = useState<string>();
  const [isSending, setSending] = useState(false);
  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const parsed = ContactMessage.safeParse(Object.fromEntries(new FormData(event.currentTarget)));
    setErrors(parsed.success ? {} : z.flattenError(parsed.error).fieldErrors);
    if (!parsed.success) return;
    setSending(true);
    try {
      const request = { method: "POST", body: JSON.stringify(parsed.data) };
      onDone((await callApi(Answer, "/api/contact", request)).delivery);
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : "The server does not answer.");
      setSending(false);
    }
  };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-5">
      {failure !== undefined && <Notice tone="error" title={failure} />}
      <Field label="Name" name="name" required maxLength={80} autoComplete="name" error={errors.name?.[0]} />
      <Field
        label="E-mail address"
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="email"
        error={errors.email?.[0]}
      />
      <TextArea label="Message" name="text" required rows={6} maxLength={4000} error={errors.text?.[0]} />
      <input name="website" tabIndex={-1} autoComplete="off" aria-hidden className="hidden" />
      <Button type="submit" disabled={isSending} className="self-start">
        {isSending ? "Sending…" : "Send message"}
      </Button>
    </form>
  );
}
`;
}
