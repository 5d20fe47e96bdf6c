using Microsoft.Extensions.AI;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Reflexes.Chat;

namespace Tako.Reflexes.Loops;

/// <summary>
/// Stops an arm that goes round in circles: the same call with the same result, two calls in turn, or no progress. One for
/// each task. Around a model it reads the calls and results in the conversation itself.
/// </summary>
public sealed class LoopsReflex(LoopsOptions? options = null) : IGateRule, IChatReflex
{
    private const string WayOut = "Use the result that is already there, change the arguments, try another tool, " +
        "or report what is missing.";
    private readonly LoopsOptions _options = (options ?? new LoopsOptions()).Validate();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LoopTrace> _traces = [];
    private readonly List<string> _recent = [];

    public string Name => "loops";

    public RuleVerdict Judge(Effect effect, Grant grant)
    {
        if (_options.Exempt.Contains(effect.Tool))
            return RuleVerdict.Ok;
        lock (_lock)
        {
            return TraceOf(effect.Actor).Circle(effect.Tool, effect.ArgumentsHash) is { } circle
                ? new RuleVerdict.Deny(circle, WayOut)
                : RuleVerdict.Ok;
        }
    }

    public void Completed(Effect effect, bool succeeded, string resultHash)
    {
        if (_options.Exempt.Contains(effect.Tool))
            return;
        lock (_lock)
            TraceOf(effect.Actor).Add(effect.Tool, effect.ArgumentsHash, resultHash, succeeded && effect.Kind != EffectKind.Pure);
    }

    public ChatVerdict Before(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var trace = new LoopTrace(_options);
        var open = new Dictionary<string, (string Tool, string Arguments)>(StringComparer.Ordinal);
        string? circle = null;
        foreach (var content in messages.SelectMany(message => message.Contents))
        {
            if (content is FunctionCallContent call && !_options.Exempt.Contains(call.Name))
            {
                open[call.CallId] = (call.Name, ArgumentsOf(call));
            }
            else if (content is FunctionResultContent result && open.Remove(result.CallId, out var made))
            {
                // The last call decides: what came before it is history that the model has already left.
                trace.Add(made.Tool, made.Arguments, CanonicalJson.Hash(result.Result?.ToString() ?? ""), changes: false);
                circle = trace.Circle(made.Tool, made.Arguments);
            }
        }

        return circle is null ? ChatVerdict.Ok : new ChatVerdict.Block($"{circle}.", WayOut);
    }

    private static string ArgumentsOf(FunctionCallContent call) => CanonicalJson.Hash(string.Join('\n',
        (call.Arguments ?? new Dictionary<string, object?>()).OrderBy(argument => argument.Key, StringComparer.Ordinal)
        .Select(argument => $"{argument.Key}={argument.Value}")));

    private LoopTrace TraceOf(string actor)
    {
        if (_traces.TryGetValue(actor, out var trace))
        {
            if (_recent[^1] != actor)
            {
                _recent.Remove(actor);
                _recent.Add(actor);
            }

            return trace;
        }

        if (_recent.Count == _options.Actors)
        {
            _traces.Remove(_recent[0]);
            _recent.RemoveAt(0);
        }

        _recent.Add(actor);
        return _traces[actor] = new LoopTrace(_options);
    }
}
