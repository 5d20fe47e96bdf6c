// Calls a gateway with OpenAI's library and prints one JSON object: what each way of calling gave.
import OpenAI from 'openai';

const [base, model] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: process.env.TAKO_KEY ?? 'any', maxRetries: 0 });
const messages = [{ role: 'user', content: 'Tell something.' }];
const tools = ['weather', 'tide'].map(name => ({ type: 'function', function: { name, parameters: { type: 'object', properties: {} } } }));
const found = {};

const whole = await client.chat.completions.create({ model: `${model}-ok`, messages });
found.chat = whole.choices[0].message.content;
found.chatUsage = whole.usage.completion_tokens;

const stream = await client.chat.completions.create(
    { model: `${model}-ok`, messages, stream: true, stream_options: { include_usage: true } });
found.chatStream = '';
for await (const chunk of stream) {
    found.chatStream += chunk.choices[0]?.delta?.content ?? '';
    found.finish = chunk.choices[0]?.finish_reason ?? found.finish;
    found.chatStreamUsage = chunk.usage?.completion_tokens ?? found.chatStreamUsage;
}

// The library's own helper puts the pieces of tool calls together.
const runner = client.chat.completions.stream({ model: `${model}-tools2`, messages, tools });
found.tools = (await runner.finalChatCompletion()).choices[0].message.tool_calls.map(call => [call.function.name, JSON.parse(call.function.arguments)]);

const response = await client.responses.create({ model: `${model}-ok`, input: 'Tell something.' });
found.response = response.output_text;
found.next = (await client.responses.create({ model: `${model}-ok`, input: 'More.', previous_response_id: response.id })).previous_response_id === response.id;
found.kept = (await client.responses.retrieve(response.id)).output_text;
found.items = (await client.responses.inputItems.list(response.id)).data.length;

const events = client.responses.stream({ model: `${model}-ok`, input: 'Tell something.' });
found.responseStream = (await events.finalResponse()).output.flatMap(item => item.content ?? []).map(part => part.text).join('');

found.models = (await client.models.list()).data.length;
try {
    await client.chat.completions.create({ model: 'no-such', messages });
} catch (error) {
    found.error = [error.constructor.name, error.status, error.code];
}

console.log(JSON.stringify(found));
