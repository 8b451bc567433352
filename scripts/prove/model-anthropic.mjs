import { piecesOf, serverSentEvent, toText } from "./model-protocol.mjs";

const usage = { input_tokens: 10, output_tokens: 10 };

/** `/v1/messages` of Anthropic. */
export const anthropicMessages = {
  streamType: "text/event-stream",
  read({ messages, tools = [], output_config: config }) {
    const asked = messages.findLastIndex(
      ({ role, content }) => role === "user" && toText(content).trim() !== "" && !hasResult(content),
    );
    const after = messages.slice(asked + 1).flatMap(({ content }) => (Array.isArray(content) ? content : []));
    return {
      prompt: toText(messages[asked]?.content),
      tools: tools.map(({ name, input_schema: schema }) => ({ name, schema })),
      results: after
        .filter(({ type }) => type === "tool_result")
        .map(({ tool_use_id: id, content }) => ({
          name: after.find((part) => part.type === "tool_use" && part.id === id)?.name,
          output: toText(content),
        })),
      schema: config?.format?.schema,
    };
  },
  whole(answer, model) {
    return { ...messageHead(model), content: [blockOf(answer)], stop_reason: stopReason(answer), usage };
  },
  *stream(answer, model) {
    const event = (data) => serverSentEvent(data, data.type);
    const { call, text } = answer;
    yield event({ type: "message_start", message: { ...messageHead(model), content: [], stop_reason: null, usage } });
    const start = call ? { ...blockOf(answer), input: {} } : { type: "text", text: "" };
    yield event({ type: "content_block_start", index: 0, content_block: start });
    const deltas = call
      ? [{ type: "input_json_delta", partial_json: JSON.stringify(call.input) }]
      : piecesOf(text).map((piece) => ({ type: "text_delta", text: piece }));
    for (const delta of deltas) yield event({ type: "content_block_delta", index: 0, delta });
    yield event({ type: "content_block_stop", index: 0 });
    yield event({ type: "message_delta", delta: { stop_reason: stopReason(answer), stop_sequence: null }, usage });
    yield event({ type: "message_stop" });
  },
};

function hasResult(content) {
  return Array.isArray(content) && content.some(({ type }) => type === "tool_result");
}

function messageHead(model) {
  return { id: "message-1", type: "message", role: "assistant", model, stop_sequence: null };
}

function blockOf({ text, call }) {
  return call ? { type: "tool_use", id: `call_${call.name}`, ...call } : { type: "text", text };
}

function stopReason({ call }) {
  return call ? "tool_use" : "end_turn";
}
