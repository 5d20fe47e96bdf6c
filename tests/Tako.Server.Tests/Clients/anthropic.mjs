// Calls a gateway with Anthropic's library and prints one JSON object: what each way of calling gave.
import Anthropic from '@anthropic-ai/sdk';

const [base, model] = process.argv.slice(2);
const client = new Anthropic({ baseURL: base, apiKey: process.env.TAKO_KEY ?? 'any', maxRetries: 0 });
const messages = [{ role: 'user', content: 'Tell something.' }];
const tools = ['weather', 'tide'].map(name => ({ name, input_schema: { type: 'object', properties: {} } }));
const found = {};

const whole = await client.messages.create({ model: `${model}-ok`, max_tokens: 1000, messages });
found.text = whole.content.map(block => block.text).join('');
found.usage = whole.usage.output_tokens;

const stream = client.messages.stream({ model: `${model}-ok`, max_tokens: 1000, messages });
found.stream = await stream.finalText();

const used = await client.messages.stream({ model: `${model}-tools2`, max_tokens: 1000, messages, tools }).finalMessage();
found.tools = used.content.filter(block => block.type === 'tool_use').map(block => [block.name, block.input]);
found.stop = used.stop_reason;

found.models = (await client.models.list()).data.length;
try {
    await client.messages.create({ model: 'no-such', max_tokens: 10, messages });
} catch (error) {
    found.error = [error.constructor.name, error.status];
}

console.log(JSON.stringify(found));
