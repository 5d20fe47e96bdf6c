using System.Buffers;
using System.Text.Json;
using Tako.Core.Ledger;
using Tako.Models.Pricing;

namespace Tako.Server.Spend;

/// <summary>
/// Writes records as events hold them, by hand: each call is written, and the serializer would make more than the bytes. One event holds
/// as many as go into it, since an event costs the ledger more than what it says. They are read by the serializer. Not safe for
/// concurrent use.
/// </summary>
internal sealed class SpendText
{
    /// <summary>The event's type; its body holds <c>calls</c>.</summary>
    public const string Type = "spend.calls";

    // Of gateways before: the body is one record.
    private const string SingleType = "spend.settled";

    private static readonly byte[] End = "]}"u8.ToArray();
    private static readonly int Begun = "{\"calls\":[".Length;

    private readonly ArrayBufferWriter<byte> _bytes = new(LedgerLimits.EventBytes);
    private readonly Utf8JsonWriter _json;

    public SpendText() => _json = new Utf8JsonWriter(_bytes);

    /// <summary>The records of an event; none of an event of another type.</summary>
    public static IReadOnlyList<SpendRecord> Read(string type, ReadOnlyMemory<byte> body) => type switch
    {
        Type => JsonSerializer.Deserialize(body.Span, SpendEventJson.Default.SpendCalls)!.Calls,
        SingleType => [JsonSerializer.Deserialize(body.Span, SpendEventJson.Default.SpendRecord)!],
        _ => [],
    };

    /// <summary>Bodies that hold all records in their order; the same records give the same bodies.</summary>
    public IEnumerable<byte[]> Of(IReadOnlyList<SpendRecord> records)
    {
        Begin();
        foreach (var record in records)
        {
            var before = _bytes.WrittenCount;
            Write(record);
            if (before == Begun || _bytes.WrittenCount + End.Length <= LedgerLimits.EventBytes)
                continue;
            yield return [.. _bytes.WrittenSpan[..before], .. End];
            Begin();
            Write(record);
        }

        if (_bytes.WrittenCount > Begun)
            yield return [.. _bytes.WrittenSpan, .. End];
    }

    private void Begin()
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteStartArray("calls"u8);
        _json.Flush();
    }

    private void Write(SpendRecord record)
    {
        _json.WriteStartObject();
        Number("number"u8, record.Number);
        if (record.At != default)
            _json.WriteString("at"u8, record.At);
        Word("key"u8, record.Key);
        Word("team"u8, record.Team);
        Word("model"u8, record.Model);
        Word("answered"u8, record.Answered);
        Word("provider"u8, record.Provider);
        Word("wire"u8, record.Wire);
        if (record.Tags is { } tags)
        {
            _json.WriteStartArray("tags"u8);
            foreach (var tag in tags)
                _json.WriteStringValue(tag);
            _json.WriteEndArray();
        }

        if (record.Tokens is { } tokens)
            Tokens(tokens);
        if (record.Usd is { } usd)
            _json.WriteNumber("usd"u8, usd);
        if (record.ChargedTokens is { } chargedTokens)
            _json.WriteNumber("chargedTokens"u8, chargedTokens);
        if (record.ChargedUsd is { } chargedUsd)
            _json.WriteNumber("chargedUsd"u8, chargedUsd);
        if (record.Estimated)
            _json.WriteBoolean("estimated"u8, true);
        if (record.Cached)
            _json.WriteBoolean("cached"u8, true);
        Number("attempts"u8, record.Attempts);
        Word("outcome"u8, record.Outcome);
        Number("ms"u8, record.Ms);
        _json.WriteEndObject();
        _json.Flush();
    }

    private void Tokens(in TokenBuckets tokens)
    {
        _json.WriteStartObject("tokens"u8);
        Number("input"u8, tokens.Input);
        Number("cacheRead"u8, tokens.CacheRead);
        Number("cacheWrite"u8, tokens.CacheWrite);
        Number("cacheWriteHour"u8, tokens.CacheWriteHour);
        Number("audioInput"u8, tokens.AudioInput);
        Number("cachedAudio"u8, tokens.CachedAudio);
        Number("imageInput"u8, tokens.ImageInput);
        Number("cachedImage"u8, tokens.CachedImage);
        Number("output"u8, tokens.Output);
        Number("reasoning"u8, tokens.Reasoning);
        Number("audioOutput"u8, tokens.AudioOutput);
        Number("imageOutput"u8, tokens.ImageOutput);
        _json.WriteEndObject();
    }

    // What is left out reads as 0 or null.
    private void Number(ReadOnlySpan<byte> name, long number)
    {
        if (number != 0)
            _json.WriteNumber(name, number);
    }

    private void Word(ReadOnlySpan<byte> name, string? word)
    {
        if (word is not null)
            _json.WriteString(name, word);
    }
}
