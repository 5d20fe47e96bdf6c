using System.Buffers;
using System.Text.Json;
using Tako.Models.Pricing;

namespace Tako.Server.Spend;

/// <summary>
/// Writes records as events hold them, by hand: one is written for each call, and the serializer would make more than the bytes.
/// They are read by the serializer. Not safe for concurrent use.
/// </summary>
internal sealed class SpendText
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);
    private readonly Utf8JsonWriter _json;

    public SpendText() => _json = new Utf8JsonWriter(_bytes);

    public byte[] Of(SpendRecord record)
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
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
        return _bytes.WrittenSpan.ToArray();
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
