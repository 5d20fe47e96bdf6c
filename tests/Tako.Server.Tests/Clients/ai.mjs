// Calls a gateway with the ai package and its two providers and prints one JSON object: what each way of calling gave.
import { generateObject, generateText, jsonSchema, streamText, tool, embedMany } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
import { createAnthropic } from '@ai-sdk/anthropic';

const [base, model] = process.argv.slice(2);
const apiKey = process.env.TAKO_KEY ?? 'any';
const openai = createOpenAI({ baseURL: `${base}/v1`, apiKey });
const anthropic = createAnthropic({ baseURL: `${base}/v1`, apiKey });
const ways = { chat: openai.chat, responses: openai.responses, messages: anthropic };
const nothing = () => tool({ inputSchema: jsonSchema({ type: 'object', properties: { city: { type: 'string' }, days: { type: 'number' } } }) });
const found = {};

for (const [name, way] of Object.entries(ways)) {
    const { text, usage } = await generateText({ model: way(`${model}-ok`), prompt: 'Tell something.', maxRetries: 0 });
    let streamed = '';
    const stream = streamText({ model: way(`${model}-ok`), prompt: 'Tell something.', maxRetries: 0 });
    for await (const piece of stream.textStream)
        streamed += piece;
    const called = await generateText({
        model: way(`${model}-tools2`), prompt: 'Look.', maxRetries: 0, tools: { weather: nothing(), tide: nothing() },
    });
    found[name] = {
        text, streamed, output: usage.outputTokens, finish: await stream.finishReason,
        tools: called.toolCalls.map(call => [call.toolName, call.input]),
    };
}

const { object } = await generateObject({
    model: openai.chat(`${model}-json`), prompt: 'Where?', maxRetries: 0,
    schema: jsonSchema({
        type: 'object', additionalProperties: false, required: ['city', 'days', 'sunny'],
        properties: { city: { type: 'string' }, days: { type: 'integer' }, sunny: { type: 'boolean' } },
    }),
});
found.object = object;
found.embeddings = (await embedMany({ model: openai.textEmbeddingModel('chat-ok'), values: ['an arm', 'another'], maxRetries: 0 })).embeddings.length;
console.log(JSON.stringify(found));
