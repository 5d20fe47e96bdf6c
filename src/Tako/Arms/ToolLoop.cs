using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Tools;

namespace Tako.Arms;

/// <summary>
/// Lets a model use tools until it answers. Every use passes the gate; a refusal goes back to the model as the tool's
/// result, so that it can do without. The number of rounds and of calls in a round is bounded.
/// </summary>
internal static class ToolLoop
{
    public const int Rounds = 12;
    private const int CallsPerRound = 8;

    /// <summary>The final answer's text, or why there is none.</summary>
    public static async ValueTask<(string? Text, string? Why)> RunAsync(IChatClient model, List<ChatMessage> messages, ChatOptions options,
        Toolbox tools, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var last = round == Rounds - 1;
            var response = await model.GetResponseAsync(messages, last ? WithoutTools(options) : options, cancellationToken);
            messages.AddRange(response.Messages);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToArray();
            if (calls.Length == 0)
                return (response.Text, null);
            if (calls.Length > CallsPerRound)
                return (null, $"The model asked for {calls.Length} tool calls at once; at most {CallsPerRound} are allowed.");
            var results = new List<AIContent>();
            foreach (var call in calls)
            {
                var outcome = await tools.UseAsync(call.Name, Arguments(call), cancellationToken);
                if (outcome is ToolOutcome.Stuck stuck)
                    return (null, stuck.Why);
                results.Add(new FunctionResultContent(call.CallId, outcome.Text));
            }

            messages.Add(new ChatMessage(ChatRole.Tool, results));
        }

        return (null, $"The model went on asking for tools for {Rounds} rounds and never answered.");
    }

    private static ChatOptions WithoutTools(ChatOptions options)
    {
        var bare = options.Clone();
        bare.Tools = null;
        return bare;
    }

    private static JsonElement Arguments(FunctionCallContent call) => call.Arguments is null
        ? ToolArguments.Parse("{}")
        : JsonSerializer.SerializeToElement(call.Arguments, AIJsonUtilities.DefaultOptions);
}
