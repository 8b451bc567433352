import { SMTPServer } from "smtp-server";
import { listen } from "./listen.mjs";

/** A mail server that keeps what it is sent in `mails`: `{from, to, text}`. Gives `{url, mails, close}`. */
export async function startMailServer() {
  const mails = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData(stream, { envelope }, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ from: envelope.mailFrom.address, to, text: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
  });
  const { url } = await listen(smtp.server, "smtp");
  return { url, mails, close: () => new Promise((resolve) => smtp.close(resolve)) };
}
