using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Server.Reflexes;

/// <summary>One channel of an answer: what the policy lets through of it, with the client's own values back in their places.</summary>
internal sealed class AnswerChannel
{
    private readonly ReflexCall _call;
    private readonly InspectionStream _inspected;
    private readonly RestoringStream? _restored;
    private int _noted;

    public AnswerChannel(ReflexCall call, bool json)
    {
        _call = call;
        _inspected = call.Reflexes.Answers.Open(GatewayReflexes.Sources.Arm, call.Replacements);
        // Whoever sent the values may see them.
        _restored = call.Replacements.Vault is { } vault
            ? new PseudonymRestorer(vault, Confidentiality.Confidential).OpenStream(json)
            : null;
    }

    /// <summary>Something waits for what follows.</summary>
    public bool Waits => _inspected.Held > 0 || _restored?.Held > 0;

    /// <summary>The data of the channel's last event, and where its text stands in it.</summary>
    public ReadOnlyMemory<byte> Last { get; private set; }

    public int Start { get; private set; }

    public int After { get; private set; }

    public Range Sequence { get; private set; }

    /// <summary>The line that names the event, where its protocol names events.</summary>
    public string EventLine { get; private set; } = "";

    public string Next(string text)
    {
        var said = _inspected.Next(text);
        return _restored is null ? said : _restored.Push(said);
    }

    public string End()
    {
        var said = _inspected.End();
        return _restored is null ? said : _restored.Push(said) + _restored.Finish();
    }

    /// <summary>Remembers an event, for what waits.</summary>
    public void Keep(ReadOnlyMemory<byte> payload, int start, int after, Range sequence)
    {
        (Last, Start, After, Sequence) = (payload.ToArray(), start, after, sequence);
        EventLine = EventName(payload.Span) is { Length: > 0 } name ? $"event: {name}\n" : "";
    }

    /// <summary>Tells the call what was acted on since the last time; what forbids the answer to go on, or null.</summary>
    public IReadOnlyList<JudgedFinding>? Note()
    {
        if (_inspected.Acted.Count > _noted)
            _call.Note(_inspected.Decision, _inspected.Acted.Skip(_noted));
        _noted = _inspected.Acted.Count;
        return _inspected.Decision >= Decision.Escalate
            ? [.. _inspected.Acted.Where(static judged => judged.Action is ReflexAction.Block or ReflexAction.Escalate)]
            : null;
    }

    // Events of responses and messages repeat their type as their name; chat's have none.
    private static string EventName(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("type"u8))
                return reader.Read() ? reader.GetString() ?? "" : "";
            reader.Read();
            reader.Skip();
        }

        return "";
    }
}
