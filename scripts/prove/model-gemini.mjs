import { piecesOf, serverSentEvent } from "./model-protocol.mjs";

/** `:generateContent` and `:streamGenerateContent` of Gemini. */
export const geminiContent = {
  streamType: "text/event-stream",
  read({ contents, tools = [], generationConfig: config = {} }) {
    const textOf = ({ parts }) => parts.map(({ text = "" }) => text).join("");
    const asked = contents.findLastIndex((content) => content.role === "user" && textOf(content) !== "");
    return {
      prompt: asked < 0 ? "" : textOf(contents[asked]),
      tools: [tools].flat().flatMap(({ functionDeclarations = [] }) =>
        functionDeclarations.map(({ name, parameters, parametersJsonSchema }) => ({
          name,
          schema: parametersJsonSchema ?? parameters,
        })),
      ),
      results: contents
        .slice(asked + 1)
        .flatMap(({ parts }) => parts)
        .flatMap(({ functionResponse: result }) =>
          result ? [{ name: result.name, output: outputOf(result.response) }] : [],
        ),
      schema: config.responseJsonSchema ?? config.responseSchema,
    };
  },
  whole(answer) {
    return content([answer.call ? callPart(answer.call) : { text: answer.text }], "STOP");
  },
  *stream({ text = "", call }) {
    for (const piece of piecesOf(text)) yield serverSentEvent(content([{ text: piece }]));
    yield serverSentEvent(content(call ? [callPart(call)] : [{ text: "" }], "STOP"));
  },
};

function outputOf(response) {
  const output = response?.content ?? response;
  return typeof output === "string" ? output : JSON.stringify(output);
}

function callPart({ name, input }) {
  return { functionCall: { name, args: input } };
}

function content(parts, finishReason) {
  const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 };
  return { candidates: [{ index: 0, content: { role: "model", parts }, finishReason }], usageMetadata };
}
