using System.IO.Enumeration;
using System.Text;
using System.Text.Json;

namespace Tako.Reflexes.Hooks;

/// <summary>
/// A hook that is a command. It reads one JSON object and answers by its exit code (0 allows, 2 denies with what it wrote to its
/// error output) or by <c>{"decision":"allow|ask|deny","reason":"..."}</c>; anything else denies.
/// </summary>
public sealed class CommandHook : IToolHook
{
    private const int Denies = 2;
    private readonly CommandHookOptions _options;
    private readonly TimeProvider _time;

    public CommandHook(CommandHookOptions options, TimeProvider time) => (_options, _time) = (options.Validate(), time);

    public string Name => _options.Name;

    public bool Takes(string tool)
    {
        foreach (var pattern in _options.Tools)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, tool, ignoreCase: true))
                return true;
        }

        return false;
    }

    public async ValueTask<HookAnswer> PreToolUseAsync(ToolUse use, CancellationToken cancellationToken) =>
        _options.Pre ? await AskAsync("pre_tool_use", use, cancellationToken) : HookAnswer.Allow;

    public async ValueTask<HookAnswer> PostToolUseAsync(ToolUse use, CancellationToken cancellationToken) =>
        _options.Post ? await AskAsync("post_tool_use", use, cancellationToken) : HookAnswer.Allow;

    private async ValueTask<HookAnswer> AskAsync(string happening, ToolUse use, CancellationToken cancellationToken)
    {
        var run = await HookProcess.RunAsync(_options, Question(happening, use), _time, cancellationToken);
        if (run.Fault is { } fault)
            return Deny(fault);
        if (run.ExitCode == Denies)
            return Deny(run.Error.Trim() is { Length: > 0 } words ? words : "it gave no reason");
        if (run.ExitCode != 0)
            return Deny($"it ended with code {run.ExitCode}");
        return string.IsNullOrWhiteSpace(run.Output) ? HookAnswer.Allow : Read(run.Output);
    }

    private static HookAnswer Read(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("decision", out var decision) || decision.ValueKind != JsonValueKind.String)
                return Deny("its answer has no decision");
            var reason = document.RootElement.TryGetProperty("reason", out var given) && given.ValueKind == JsonValueKind.String
                ? given.GetString()
                : null;
            return decision.GetString() switch
            {
                "allow" => new HookAnswer(HookDecision.Allow, reason),
                "ask" => new HookAnswer(HookDecision.Ask, reason),
                "deny" => new HookAnswer(HookDecision.Deny, reason),
                _ => Deny("its decision is none of allow, ask and deny"),
            };
        }
        catch (JsonException)
        {
            return Deny("its answer is no JSON");
        }
    }

    private static HookAnswer Deny(string reason) => new(HookDecision.Deny, reason);

    private static byte[] Question(string happening, ToolUse use)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("event", happening);
            writer.WriteString("tool", use.Tool);
            writer.WritePropertyName("arguments");
            use.Arguments.WriteTo(writer);
            writer.WriteString("session", use.Task);
            writer.WriteString("task", use.Task);
            writer.WriteString("actor", use.Actor);
            if (use.Succeeded is { } succeeded)
                writer.WriteBoolean("succeeded", succeeded);
            if (use.Result is not null)
                writer.WriteString("result", use.Result);
            writer.WriteEndObject();
        }

        stream.Write(Encoding.UTF8.GetBytes("\n"));
        return stream.ToArray();
    }
}
