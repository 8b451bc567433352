/** What a feature says of itself in the header or on the home page, in German; undefined when nobody has put it so. */
export function germanFor(english: string): string | undefined {
  const known = phrases[english];
  if (known !== undefined) return known;
  const pattern = patterns.find(({ start, end }) => english.startsWith(start) && english.endsWith(end));
  if (pattern === undefined) return undefined;
  const { start, end, german } = pattern;
  return german.replace("{name}", germanName(english.slice(start.length, english.length - end.length)));
}

/** Names that stand in the texts below, in the dative. */
function germanName(name: string): string {
  return name
    .replace("any server that speaks the OpenAI protocol", "jedem Server, der das OpenAI-Protokoll spricht")
    .replace("what the Clerk application allows", "dem, was die Clerk-Anwendung erlaubt")
    .replace("e-mail and password", "E-Mail und Passwort")
    .replace(" or ", " oder ");
}

const patterns = [
  {
    start: "Answers from your documents, with citations, by ",
    end: ".",
    german: "Antwortet aus deinen Dokumenten und nennt die Stellen; denkt mit {name}.",
  },
  { start: "Streams answers from ", end: ".", german: "Zeigt Antworten von {name}, während sie entstehen." },
  {
    start: "Turns a meeting note into typed data, read by ",
    end: ".",
    german: "Macht aus einer Besprechungsnotiz typisierte Daten; liest mit {name}.",
  },
  {
    start: "Works with tools and shows each call; thinks with ",
    end: ".",
    german: "Arbeitet mit Werkzeugen und zeigt jeden Aufruf; denkt mit {name}.",
  },
  {
    start: "Sign in with ",
    end: "; this page is only for people who are signed in.",
    german: "Anmeldung mit {name}; diese Seite ist nur für Angemeldete.",
  },
] as const;

const phrases: Readonly<Record<string, string>> = {
  Account: "Konto",
  Agent: "Agent",
  Ask: "Fragen",
  Cache: "Cache",
  Chat: "Chat",
  Contact: "Kontakt",
  Extract: "Auslesen",
  Health: "Zustand",
  Notes: "Notizen",
  Pricing: "Preise",
  "Typed API": "Typisierte API",
  "Names every missing variable and every service that does not answer.":
    "Nennt jede fehlende Variable und jeden Dienst, der nicht antwortet.",
  "Reads a value from Redis and counts requests.": "Liest einen Wert aus Redis und zählt Anfragen.",
  "Reads a value from Upstash and counts requests.": "Liest einen Wert aus Upstash und zählt Anfragen.",
  "Calls the tRPC router.": "Ruft den tRPC-Router auf.",
  "Calls the tRPC router, which reads and writes notes.": "Ruft den tRPC-Router auf, der Notizen liest und schreibt.",
  "Mails a message to you.": "Schickt dir eine Nachricht per E-Mail.",
  "Sells one plan through Stripe Checkout.": "Verkauft einen Tarif über Stripe Checkout.",
  "Writes notes to the database and lists them.": "Schreibt Notizen in die Datenbank und listet sie auf.",
  "A Next.js app": "Eine Next.js-App",
  "A Hono API": "Eine Hono-API",
  "A React app": "Eine React-App",
  "An Astro app": "Eine Astro-App",
  MongoDB: "MongoDB",
  "MongoDB through Mongoose": "MongoDB über Mongoose",
  "PostgreSQL through Drizzle": "PostgreSQL über Drizzle",
  "PostgreSQL through Prisma": "PostgreSQL über Prisma",
  "SQLite through Drizzle": "SQLite über Drizzle",
  "a Supabase database": "einer Datenbank bei Supabase",
  "sign-in by Auth.js": "Anmeldung über Auth.js",
  "sign-in by Better Auth": "Anmeldung über Better Auth",
  "sign-in by Clerk": "Anmeldung über Clerk",
  "sign-in by Supabase": "Anmeldung über Supabase",
  "a streaming chat": "einem Chat, der mitschreibt",
  "answers from documents": "Antworten aus Dokumenten",
  "an agent with tools": "einem Agenten mit Werkzeugen",
  "a form that turns text into data": "einem Formular, das aus Text Daten macht",
  "a cache in Redis": "einem Cache in Redis",
  "a cache in Upstash": "einem Cache in Upstash",
  "a typed API by tRPC": "einer typisierten API mit tRPC",
  "e-mail by Nodemailer": "E-Mail über Nodemailer",
  "payments by Stripe": "Zahlungen über Stripe",
  "two languages": "zwei Sprachen",
};
