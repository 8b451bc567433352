/**
 * What the stand-in model answers: always the same for the same request, and close enough to a model's work that a
 * program's own part can be tried. A request is `{ prompt, tools: [{name, schema}], results: [{name, output}], schema }`.
 */
export function answerOf({ prompt, tools = [], results = [], schema }) {
  if (schema !== undefined) return { text: JSON.stringify(instanceOf(schema, prompt)) };
  // Providers without structured output are asked for it through a tool of this name.
  const json = tools.find(({ name }) => name === "json");
  if (json !== undefined) return { call: { name: "json", input: instanceOf(json.schema, prompt) } };
  if (results.length > 0) return { text: results.map(({ name, output }) => `${name} gave ${output}.`).join(" ") };
  const call = callFor(prompt, tools);
  if (call !== undefined) return { call };
  const passage = /^\[1\][^\n]*\n(.+)/m.exec(prompt)?.[1];
  if (passage !== undefined) return { text: `${firstSentence(passage)} [1]` };
  return { text: `This is the stand-in model. It was asked: ${prompt.slice(-200)}` };
}

/** Picks a tool by what its input asks for; a question that fits none is answered in words. */
function callFor(prompt, tools) {
  const formula = formulaIn(prompt);
  for (const { name, schema } of tools) {
    const fields = Object.keys(schema?.properties ?? {});
    const words = name.replace(/([A-Z])/g, " $1").toLowerCase();
    if (fields.includes("expression") && formula !== undefined) return { name, input: { expression: formula } };
    if (fields.includes("timeZone") && /\btime\b/i.test(prompt)) return { name, input: { timeZone: zoneIn(prompt) } };
    if (fields.includes("text") && /\b(add|make|write|remember)\b/i.test(prompt) && namesSubject(prompt, words))
      return { name, input: { text: prompt.replace(/^[^:]*:\s*/, "") } };
    if (fields.length === 0 && namesSubject(prompt, words) && !/\b(add|make|write|remember)\b/i.test(prompt))
      return { name, input: {} };
  }
  return undefined;
}

/** Whether a question names what a tool is about: `list notes` fits "What do my notes say?". */
function namesSubject(prompt, words) {
  return words.split(" ").some((word) => word.length > 3 && prompt.toLowerCase().includes(word.replace(/s$/, "")));
}

function formulaIn(prompt) {
  const text = prompt
    .replace(/(\d),(?=\d{3}\b)/g, "$1")
    .replace(/% of\b/gi, " / 100 *")
    .replace(/\btimes\b/gi, "*")
    .replace(/,? *\bplus\b/gi, " +")
    .replace(/,? *\bminus\b/gi, " -");
  return /[\d.(][\d.\s()]*[-+*/^%][-+*/^%\d.\s()]*[\d)]/.exec(text)?.[0].trim();
}

function zoneIn(prompt) {
  const cities = { tokyo: "Asia/Tokyo", lisbon: "Europe/Lisbon", "new york": "America/New_York" };
  const named = /[A-Z]\w+\/[A-Z]\w+/.exec(prompt)?.[0];
  return named ?? Object.entries(cities).find(([city]) => prompt.toLowerCase().includes(city))?.[1] ?? "UTC";
}

function firstSentence(text) {
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

/** A value that fits a JSON schema, with words of the prompt where it wants text. */
function instanceOf(schema, prompt, name = "value") {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return instanceOf(variants.find(({ type }) => type !== "null") ?? {}, prompt, name);
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  switch (type) {
    case "object": {
      const fields = Object.entries(schema.properties ?? {});
      return Object.fromEntries(fields.map(([key, value]) => [key, instanceOf(value, prompt, key)]));
    }
    case "array":
      return [instanceOf(schema.items ?? {}, prompt, name)];
    case "number":
    case "integer":
      return Number(/\d+/.exec(prompt)?.[0] ?? schema.minimum ?? 1);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return textFor(name, prompt);
  }
}

function textFor(name, prompt) {
  if (/date|due|day/i.test(name)) return /\d{4}-\d{2}-\d{2}/.exec(prompt)?.[0] ?? "2026-03-06";
  if (/owner|attendees|people|name/i.test(name)) return /\b[A-Z][a-z]{2,}\b/.exec(prompt)?.[0] ?? "Ada";
  return firstSentence(prompt.trim().split("\n")[0] ?? "").slice(0, 80) || name;
}
