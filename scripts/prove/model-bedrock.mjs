import { crc32 } from "node:zlib";
import { piecesOf, toText } from "./model-protocol.mjs";

const usage = { inputTokens: 10, outputTokens: 10, totalTokens: 20 };

/** `/model/{id}/converse` and `/converse-stream` of Amazon Bedrock. */
export const bedrockConverse = {
  streamType: "application/vnd.amazon.eventstream",
  read({ messages, system, toolConfig, additionalModelRequestFields: fields }) {
    const isQuestion = ({ role, content }) => role === "user" && content.some(({ text }) => text !== undefined);
    const asked = messages.findLastIndex(isQuestion);
    const after = messages.slice(asked + 1).flatMap(({ content }) => content);
    const tools = (toolConfig?.tools ?? []).flatMap(({ toolSpec }) =>
      toolSpec ? [{ name: toolSpec.name, schema: toolSpec.inputSchema.json }] : [],
    );
    return {
      prompt: toText(messages[asked]?.content),
      tools,
      results: after.flatMap(({ toolResult }) =>
        toolResult
          ? [
              {
                name: after.find(({ toolUse }) => toolUse?.toolUseId === toolResult.toolUseId)?.toolUse.name,
                output: toText(toolResult.content),
              },
            ]
          : [],
      ),
      schema: fields?.output_config?.format?.schema ?? schemaInWords(toText(system)),
    };
  },
  whole(answer) {
    return {
      output: { message: { role: "assistant", content: [blockOf(answer)] } },
      stopReason: stopReason(answer),
      usage,
      metrics: { latencyMs: 1 },
    };
  },
  *stream(answer) {
    const { text = "", call } = answer;
    yield frame("messageStart", { role: "assistant" });
    if (call) {
      yield frame("contentBlockStart", {
        contentBlockIndex: 0,
        start: { toolUse: { toolUseId: `call_${call.name}`, name: call.name } },
      });
      const delta = { toolUse: { input: JSON.stringify(call.input) } };
      yield frame("contentBlockDelta", { contentBlockIndex: 0, delta });
    }
    for (const piece of piecesOf(text))
      yield frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: piece } });
    yield frame("contentBlockStop", { contentBlockIndex: 0 });
    yield frame("messageStop", { stopReason: stopReason(answer) });
    yield frame("metadata", { usage, metrics: { latencyMs: 1 } });
  },
};

/** Where a model has no structured output and no forced tool, the schema stands in its instructions. */
function schemaInWords(instructions) {
  const schema = /^JSON schema:\n(\{.*\})$/m.exec(instructions)?.[1];
  return schema === undefined ? undefined : JSON.parse(schema);
}

function blockOf({ text, call }) {
  return call ? { toolUse: { toolUseId: `call_${call.name}`, ...call } } : { text };
}

function stopReason({ call }) {
  return call ? "tool_use" : "end_turn";
}

/** One message of the binary event stream: two lengths, their checksum, headers, payload, and the checksum of all. */
function frame(event, data) {
  const payload = Buffer.from(JSON.stringify(data));
  const headers = Buffer.concat([
    header(":event-type", event),
    header(":content-type", "application/json"),
    header(":message-type", "event"),
  ]);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(headers.length + payload.length + 16, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const body = Buffer.concat([prelude, checksum(prelude), headers, payload]);
  return Buffer.concat([body, checksum(body)]);
}

function header(name, value) {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, Buffer.from(value)]);
}

function checksum(bytes) {
  const result = Buffer.alloc(4);
  result.writeUInt32BE(crc32(bytes));
  return result;
}
