using System.Text.Json;

namespace Tako.Models.Wire;

/// <summary>The top-level fields of a request that its head holds.</summary>
internal enum HeadField
{
    Other, Model, Stream, MaxTokens, MaxCompletionTokens, MaxOutputTokens, StreamOptions, Choices, Tools, Functions, ResponseFormat, Text,
    OutputConfig, OutputFormat, Store, PreviousResponse, Background, User, Metadata,
}

/// <summary>Knows those fields by their names, in the protocol that has them.</summary>
internal static class HeadFields
{
    // The longest known name, had every letter been written as an escape.
    private const int MostEscaped = 6 * 21;

    public static HeadField Of(ref Utf8JsonReader reader, WireKind kind)
    {
        if (!reader.ValueIsEscaped)
            return Of(reader.ValueSpan, kind);
        if (reader.ValueSpan.Length > MostEscaped)
            return HeadField.Other;
        Span<byte> plain = stackalloc byte[MostEscaped];
        return Of(plain[..reader.CopyString(plain)], kind);
    }

    public static string Name(HeadField field) => field switch
    {
        HeadField.Model => "model",
        HeadField.Stream => "stream",
        HeadField.MaxTokens => "max_tokens",
        HeadField.MaxCompletionTokens => "max_completion_tokens",
        HeadField.MaxOutputTokens => "max_output_tokens",
        HeadField.StreamOptions => "stream_options",
        HeadField.Choices => "n",
        HeadField.Tools => "tools",
        HeadField.Functions => "functions",
        HeadField.ResponseFormat => "response_format",
        HeadField.Text => "text",
        HeadField.OutputConfig => "output_config",
        HeadField.OutputFormat => "output_format",
        HeadField.Store => "store",
        HeadField.PreviousResponse => "previous_response_id",
        HeadField.Background => "background",
        HeadField.User => "user",
        HeadField.Metadata => "metadata",
        _ => "",
    };

    private static HeadField Of(ReadOnlySpan<byte> name, WireKind kind)
    {
        var (chat, responses, messages) = (kind == WireKind.Chat, kind == WireKind.Responses, kind == WireKind.Messages);
        return name.Length switch
        {
            1 when chat && name[0] == (byte)'n' => HeadField.Choices,
            4 when !messages && name.SequenceEqual("user"u8) => HeadField.User,
            4 when responses && name.SequenceEqual("text"u8) => HeadField.Text,
            5 when name.SequenceEqual("model"u8) => HeadField.Model,
            5 when name.SequenceEqual("tools"u8) => HeadField.Tools,
            5 when !messages && name.SequenceEqual("store"u8) => HeadField.Store,
            6 when name.SequenceEqual("stream"u8) => HeadField.Stream,
            8 when messages && name.SequenceEqual("metadata"u8) => HeadField.Metadata,
            9 when chat && name.SequenceEqual("functions"u8) => HeadField.Functions,
            10 when !responses && name.SequenceEqual("max_tokens"u8) => HeadField.MaxTokens,
            10 when responses && name.SequenceEqual("background"u8) => HeadField.Background,
            13 when messages && name.SequenceEqual("output_config"u8) => HeadField.OutputConfig,
            13 when messages && name.SequenceEqual("output_format"u8) => HeadField.OutputFormat,
            14 when chat && name.SequenceEqual("stream_options"u8) => HeadField.StreamOptions,
            15 when chat && name.SequenceEqual("response_format"u8) => HeadField.ResponseFormat,
            17 when responses && name.SequenceEqual("max_output_tokens"u8) => HeadField.MaxOutputTokens,
            20 when responses && name.SequenceEqual("previous_response_id"u8) => HeadField.PreviousResponse,
            21 when chat && name.SequenceEqual("max_completion_tokens"u8) => HeadField.MaxCompletionTokens,
            _ => HeadField.Other,
        };
    }
}
