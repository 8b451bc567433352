import { piecesOf, serverSentEvent, toText } from "./model-protocol.mjs";

const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };

/** `/v1/chat/completions`, as most servers speak it. */
export const openaiChat = {
  streamType: "text/event-stream",
  read({ messages, tools = [], response_format: format }) {
    const after = messages.slice(messages.findLastIndex(({ role }) => role === "user") + 1);
    const calls = after.flatMap(({ tool_calls: made = [] }) => made);
    return {
      prompt: toText(messages.findLast(({ role }) => role === "user")?.content),
      tools: tools.map(({ function: { name, parameters } }) => ({ name, schema: parameters })),
      results: after
        .filter(({ role }) => role === "tool")
        .map(({ tool_call_id: id, content }) => ({
          name: calls.find((call) => call.id === id)?.function.name,
          output: toText(content),
        })),
      schema: format?.json_schema?.schema,
    };
  },
  whole({ text, call }, model) {
    const message = { role: "assistant", content: text ?? null, tool_calls: call && [chatCall(call)] };
    const choices = [{ index: 0, message, finish_reason: call ? "tool_calls" : "stop" }];
    return { id: "chat-1", object: "chat.completion", created: 1, model, choices, usage };
  },
  *stream({ text = "", call }, model) {
    const chunk = (delta, finish = null) =>
      serverSentEvent({
        id: "chat-1",
        object: "chat.completion.chunk",
        created: 1,
        model,
        choices: [{ index: 0, delta, finish_reason: finish }],
      });
    yield chunk({ role: "assistant", content: "" });
    for (const piece of piecesOf(text)) yield chunk({ content: piece });
    if (call) yield chunk({ tool_calls: [{ index: 0, ...chatCall(call) }] });
    yield chunk({}, call ? "tool_calls" : "stop");
    yield serverSentEvent({ id: "chat-1", object: "chat.completion.chunk", created: 1, model, choices: [], usage });
    yield "data: [DONE]\n\n";
  },
};

function chatCall({ name, input }) {
  return { id: `call_${name}`, type: "function", function: { name, arguments: JSON.stringify(input) } };
}

const responseUsage = { input_tokens: 10, output_tokens: 10, total_tokens: 20 };

/** `/v1/responses`, as OpenAI itself speaks it. */
export const openaiResponses = {
  streamType: "text/event-stream",
  read({ input, tools = [], text }) {
    const after = input.slice(input.findLastIndex(({ role }) => role === "user") + 1);
    return {
      prompt: toText(input.findLast(({ role }) => role === "user")?.content),
      tools: tools.map(({ name, parameters }) => ({ name, schema: parameters })),
      results: after
        .filter(({ type }) => type === "function_call_output")
        .map(({ call_id: id, output }) => ({
          name: after.find(({ type, call_id: made }) => type === "function_call" && made === id)?.name,
          output: toText(output),
        })),
      schema: text?.format?.schema,
    };
  },
  whole(answer, model) {
    return { ...responseHead(model), status: "completed", output: [outputItem(answer)], usage: responseUsage };
  },
  *stream(answer, model) {
    const item = outputItem(answer);
    yield serverSentEvent({ type: "response.created", response: responseHead(model) });
    if (answer.call) {
      yield serverSentEvent({ type: "response.output_item.added", output_index: 0, item: { ...item, arguments: "" } });
      yield serverSentEvent({
        type: "response.function_call_arguments.delta",
        item_id: item.id,
        output_index: 0,
        delta: item.arguments,
      });
    } else {
      yield serverSentEvent({ type: "response.output_item.added", output_index: 0, item: { ...item, content: [] } });
      for (const delta of piecesOf(answer.text))
        yield serverSentEvent({ type: "response.output_text.delta", item_id: item.id, output_index: 0, delta });
    }
    yield serverSentEvent({ type: "response.output_item.done", output_index: 0, item });
    yield serverSentEvent({
      type: "response.completed",
      response: { ...responseHead(model), usage: responseUsage },
    });
  },
};

function responseHead(model) {
  return { id: "response-1", object: "response", created_at: 1, model };
}

function outputItem({ text, call }) {
  if (call) {
    const { name, input } = call;
    const args = JSON.stringify(input);
    return { type: "function_call", id: "item-1", call_id: `call_${name}`, name, arguments: args, status: "completed" };
  }
  const content = [{ type: "output_text", text, annotations: [] }];
  return { type: "message", id: "item-1", role: "assistant", status: "completed", content };
}
