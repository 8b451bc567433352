import { costGuards } from "../../engine/access";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";

/** Whether the agent can read and write the notes of the project. */
export function hasNotes({ database }: ScaffoldConfig): boolean {
  return database !== "none";
}

/** Generated endpoint of the agent. */
export function agentHttp(config: ScaffoldConfig): string {
  const guards = costGuards(config, "agent", "use the agent");
  const imports = importLines([
    { name: "convertToModelMessages", from: "ai" },
    { name: "createUIMessageStreamResponse", from: "ai" },
    { name: "stepCountIs", from: "ai" },
    { name: "streamText", from: "ai" },
    { name: "toUIMessageStream", from: "ai" },
    ...guards.imports,
    { name: "describeModelError", from: "@/ai/errors" },
    { name: "readMessages", from: "@/ai/messages" },
    { name: "aiModel", from: "@/ai/model" },
    { name: "missingFor", from: "@/env" },
    { name: "refuse", from: "@/http" },
    { name: "tools", from: "./tools" },
  ]);
  const approval = hasNotes(config)
    ? `
    // Unsigned: whoever forges an approval could as well post the note.
    toolApproval: { addNote: "user-approval" },`
    : "";
  return `${imports}
const maxSteps = 8;

/** Takes {"messages": [...]} as useChat sends them; streams the calls of the tools and the answer. */
export async function runAgent(request: Request): Promise<Response> {
  const missing = missingFor("Agent");
  if (missing.length > 0) return refuse(503, "The agent is off: " + missing.join(" and ") + " must be set.");
${guards.code}  const messages = await readMessages(request, tools);
  if (messages === undefined) return refuse(400, "Send the messages of a chat, at most 200,000 characters.");
  const result = streamText({
    model: aiModel(),
    instructions: "Use a tool where it gives a better answer. Answer briefly and in plain text.",
    messages: await convertToModelMessages(messages, { tools }),
    tools,${approval}
    stopWhen: stepCountIs(maxSteps),
    abortSignal: request.signal,
    maxRetries: 1,
    // Reported below, once, in words for people.
    onError: () => undefined,
  });
  const stream = toUIMessageStream({ stream: result.stream, onError: describeModelError, originalMessages: messages });
  return createUIMessageStreamResponse({ stream });
}
`;
}

/** Generated tools of the agent. */
export function toolsModule(config: ScaffoldConfig): string {
  const imports = importLines([
    { name: "type InferUITools", from: "ai" },
    { name: "tool", from: "ai" },
    { name: "type UIDataTypes", from: "ai" },
    { name: "type UIMessage", from: "ai" },
    { name: "z", from: "zod" },
    { name: "calculate", from: "./calculator" },
    ...(hasNotes(config)
      ? [
          { name: "missingFor", from: "@/env" },
          { name: "NewNote", from: "@/notes/note" },
          { name: "addNote", from: "@/notes/store" },
          { name: "listNotes", from: "@/notes/store" },
        ]
      : []),
  ]);
  return `${imports}
/** What the agent can do. A tool answers a mistake in words, so that the model can correct itself. */
export const tools = {
  calculate: tool({
    description: "Works out an arithmetic expression with + - * / % ^ and parentheses, such as (12.5 + 3) * 4.",
    inputSchema: z.object({ expression: z.string().max(200) }),
    execute: ({ expression }) => orReason(() => ({ result: calculate(expression) })),
  }),
  currentTime: tool({
    description: "Tells the date and time in a time zone.",
    inputSchema: z.object({ timeZone: z.string().max(60).describe("IANA name, such as Europe/Lisbon") }),
    execute: ({ timeZone }) => orReason(() => ({ time: timeIn(timeZone) })),
  }),${hasNotes(config) ? noteTools : ""}
};

export type AgentMessage = UIMessage<unknown, UIDataTypes, InferUITools<typeof tools>>;

function timeIn(timeZone: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "long", timeZone }).format(new Date());
}

function orReason<T>(work: () => T): T | { error: string } {
  try {
    return work();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
${hasNotes(config) ? fromDatabase : ""}`;
}

const noteTools = `
  listNotes: tool({
    description: "Reads the newest notes.",
    inputSchema: z.object({}),
    execute: () =>
      fromDatabase(async () => {
        const notes = await listNotes();
        return { notes: notes.slice(0, 20).map(({ text, createdAt }) => ({ text, at: createdAt.toISOString() })) };
      }),
  }),
  addNote: tool({
    description: "Writes a new note. The person is asked before it is saved.",
    inputSchema: NewNote,
    execute: ({ text }) =>
      fromDatabase(async () => {
        await addNote(text);
        return { saved: text };
      }),
  }),`;

const fromDatabase = `
async function fromDatabase<T>(work: () => Promise<T>): Promise<T | { error: string }> {
  const missing = missingFor("Database");
  if (missing.length > 0) return { error: "There is no database: " + missing.join(" and ") + " must be set." };
  try {
    return await work();
  } catch (error) {
    console.error("A tool could not use the database:", error);
    return { error: "The database does not answer." };
  }
}
`;

export const calculatorModule = `/** Works out an expression such as "2 * (3 + 4)^2" without running it as code. Throws what is wrong with it. */
export function calculate(expression: string): number {
  const tokens = expression.match(/\\d+(?:\\.\\d+)?|\\S/g) ?? [];
  const value = readSum(tokens);
  if (tokens.length > 0) throw new Error("Unexpected " + tokens[0] + " in the expression.");
  if (!Number.isFinite(value)) throw new Error("The result is not a finite number.");
  // 0.1 + 0.2 is 0.3 for people.
  return Number(value.toPrecision(14));
}

function readSum(tokens: string[]): number {
  let value = readProduct(tokens);
  while (tokens[0] === "+" || tokens[0] === "-") {
    value = tokens.shift() === "+" ? value + readProduct(tokens) : value - readProduct(tokens);
  }
  return value;
}

function readProduct(tokens: string[]): number {
  let value = readSigned(tokens);
  while (tokens[0] === "*" || tokens[0] === "/" || tokens[0] === "%") {
    const operator = tokens.shift();
    const right = readSigned(tokens);
    if (operator === "*") value *= right;
    else value = operator === "/" ? value / right : value % right;
  }
  return value;
}

function readSigned(tokens: string[]): number {
  if (tokens[0] !== "-" && tokens[0] !== "+") return readPower(tokens);
  return tokens.shift() === "-" ? -readSigned(tokens) : readSigned(tokens);
}

function readPower(tokens: string[]): number {
  const base = readValue(tokens);
  if (tokens[0] !== "^") return base;
  tokens.shift();
  return base ** readSigned(tokens);
}

function readValue(tokens: string[]): number {
  const token = tokens.shift();
  if (token === "(") {
    const value = readSum(tokens);
    if (tokens.shift() !== ")") throw new Error("A closing parenthesis is missing.");
    return value;
  }
  const value = Number(token);
  if (token === undefined || Number.isNaN(value))
    throw new Error("Expected a number, found " + (token ?? "nothing") + ".");
  return value;
}
`;
