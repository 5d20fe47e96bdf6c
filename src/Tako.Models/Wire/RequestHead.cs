using System.Text.Json;
using System.Text.Unicode;
using Tako.Core.Faults;

namespace Tako.Models.Wire;

/// <summary>
/// What must be known of a client's request before it is sent on: read in one pass over the bytes, without making a string.
/// The pass also shows that the body is one JSON object in UTF-8 that is not nested too deeply. Ranges are of bytes of the
/// body; an empty one says that the field is not there.
/// </summary>
public struct RequestHead
{
    /// <summary>Levels of objects and arrays that a body may have.</summary>
    public const int MostDepth = 64;

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = MostDepth };
    private uint _seen;

    /// <summary>The model's name as a JSON string, quotes included.</summary>
    public Range Model { get; private set; }

    /// <summary>The client wants events instead of one body.</summary>
    public bool Stream { get; private set; }

    /// <summary>Most tokens of the answer; the larger number where the client gives two.</summary>
    public int? MaxOutput { get; private set; }

    /// <summary>The stream's usage reaches the client: by its wish in chat, always in the other protocols.</summary>
    public bool UsageInStream { get; private set; }

    /// <summary>How many answers are wanted.</summary>
    public int Choices { get; private set; }

    public bool HasTools { get; private set; }

    /// <summary>The answer is to be JSON, of some schema or of any.</summary>
    public bool HasFormat { get; private set; }

    /// <summary>What the client says about keeping the answer; null when it says nothing.</summary>
    public bool? Store { get; private set; }

    /// <summary>The client does not want to wait for the answer.</summary>
    public bool Background { get; private set; }

    /// <summary>The id of the answer before this request as a JSON string.</summary>
    public Range PreviousResponse { get; private set; }

    /// <summary>The client's name for its own user as a JSON string.</summary>
    public Range User { get; private set; }

    /// <summary>The value of <c>stream_options</c>.</summary>
    internal Range StreamOptions { get; private set; }

    /// <summary>The value of <c>include_usage</c> in it.</summary>
    internal Range IncludeUsage { get; private set; }

    /// <summary>The stream options hold at least one member.</summary>
    internal bool HasStreamOption { get; private set; }

    /// <summary>The byte after the opening brace.</summary>
    internal int Opened { get; private set; }

    /// <summary>Reads the head; the fault names the field as the client spells it, or nothing where the body itself is
    /// wrong.</summary>
    public static Fault? Read(ReadOnlySpan<byte> body, WireKind kind, out RequestHead head)
    {
        head = new RequestHead { Choices = 1, UsageInStream = kind != WireKind.Chat };
        if (!Utf8.IsValid(body))
            return BrokenBody.NotText(body);
        var reader = new Utf8JsonReader(body, Reading);
        try
        {
            return head.Read(ref reader, body, kind);
        }
        catch (JsonException wrong)
        {
            return BrokenBody.NotJson(body, (int)reader.BytesConsumed, reader.CurrentDepth, wrong);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's word for escapes that are half of a letter.
            return BrokenBody.At(body, (int)reader.TokenStartIndex, "", "holds an escape that stands for no letter");
        }
    }

    /// <summary>The model's name in UTF-8, without quotes; a slice of the body unless the client wrote it with
    /// escapes.</summary>
    public readonly ReadOnlySpan<byte> ModelName(ReadOnlySpan<byte> body) => Unquoted(body[Model]);

    /// <summary>The string in one of the head's ranges, or null.</summary>
    public static string? Text(ReadOnlySpan<byte> body, Range range) =>
        body[range].IsEmpty ? null : System.Text.Encoding.UTF8.GetString(Unquoted(body[range]));

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'\\') < 0)
            return text.Length < 2 ? default : text[1..^1];
        var reader = new Utf8JsonReader(text);
        reader.Read();
        var plain = new byte[text.Length];
        return plain.AsSpan(0, reader.CopyString(plain));
    }

    private Fault? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, WireKind kind)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return BrokenBody.At(body, 0, "", "must be a JSON object");
        Opened = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = HeadFields.Of(ref reader, kind);
            if (field == HeadField.Other)
            {
                reader.Skip();
                continue;
            }

            if ((_seen & (1u << (int)field)) != 0)
                return BrokenBody.At(body, (int)reader.TokenStartIndex, HeadFields.Name(field), "is given twice");
            _seen |= 1u << (int)field;
            reader.Read();
            if (Take(field, ref reader) is { } wrong)
                return BrokenBody.At(body, (int)reader.TokenStartIndex, HeadFields.Name(field), wrong);
        }

        // What follows the object throws, unless it is white space.
        reader.Read();
        return Model.Equals(default)
            ? new Fault("model", 0, "is missing; name one of the models that GET /v1/models lists")
            : null;
    }

    private string? Take(HeadField field, ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case HeadField.Model:
                if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
                    return "must be the name of a model";
                Model = Word(ref reader);
                return null;
            case HeadField.Stream:
                Stream = reader.TokenType == JsonTokenType.True;
                return Flag(ref reader);
            case HeadField.Background:
                Background = reader.TokenType == JsonTokenType.True;
                return Flag(ref reader);
            case HeadField.Store:
                Store = reader.TokenType == JsonTokenType.Null ? null : reader.TokenType == JsonTokenType.True;
                return Flag(ref reader);
            case HeadField.MaxTokens or HeadField.MaxCompletionTokens or HeadField.MaxOutputTokens:
                if (Count(ref reader, least: 0, out var most) is { } wrong)
                    return wrong;
                MaxOutput = most is null ? MaxOutput : Math.Max(MaxOutput ?? 0, most.Value);
                return null;
            case HeadField.Choices:
                if (Count(ref reader, least: 1, out var choices) is { } none)
                    return none;
                Choices = choices ?? 1;
                return null;
            case HeadField.PreviousResponse or HeadField.User:
                if (reader.TokenType == JsonTokenType.Null)
                    return null;
                if (reader.TokenType != JsonTokenType.String)
                    return "must be a string";
                if (field == HeadField.User)
                    User = Word(ref reader);
                else
                    PreviousResponse = Word(ref reader);
                return null;
            case HeadField.Tools or HeadField.Functions:
                return TakeTools(ref reader);
            case HeadField.StreamOptions:
                return TakeStreamOptions(ref reader);
            default:
                return TakeObject(field, ref reader);
        }
    }

    private string? TakeTools(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            return "must be a list";
        var depth = reader.CurrentDepth;
        reader.Read();
        HasTools |= reader.TokenType != JsonTokenType.EndArray;
        LeaveTo(ref reader, depth);
        return null;
    }

    private string? TakeStreamOptions(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        StreamOptions = Token(ref reader);
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return "must be an object";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            HasStreamOption = true;
            if (!reader.ValueTextEquals("include_usage"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (Flag(ref reader) is not null)
                return "must have true or false as include_usage";
            IncludeUsage = Token(ref reader);
            UsageInStream = reader.TokenType == JsonTokenType.True;
        }

        StreamOptions = start..(int)reader.BytesConsumed;
        return null;
    }

    // response_format, text, output_config, output_format and metadata: one word inside is of interest.
    private string? TakeObject(HeadField field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return "must be an object";
        HasFormat |= field == HeadField.OutputFormat;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (field == HeadField.Metadata && reader.ValueTextEquals("user_id"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                    User = Word(ref reader);
                reader.Skip();
            }
            else if (field == HeadField.ResponseFormat && reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                HasFormat |= reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals("text"u8);
                reader.Skip();
            }
            else if (field is HeadField.Text or HeadField.OutputConfig && reader.ValueTextEquals("format"u8))
            {
                reader.Read();
                if (TakeObject(HeadField.ResponseFormat, ref reader) is not null)
                    return "must have an object as format";
            }
            else
            {
                reader.Skip();
            }
        }

        return null;
    }

    private static string? Flag(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : "must be true or false";

    private static string? Count(ref Utf8JsonReader reader, int least, out int? count)
    {
        count = null;
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < least)
            return least == 0 ? "must be a whole number, 0 or more" : "must be a whole number above 0";
        count = (int)Math.Min(number, int.MaxValue);
        return null;
    }

    // Half a letter in an escape throws here rather than later, where nobody expects it.
    private static Range Word(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
            reader.GetString();
        return Token(ref reader);
    }

    private static Range Token(ref Utf8JsonReader reader) => (int)reader.TokenStartIndex..(int)reader.BytesConsumed;

    private static void LeaveTo(ref Utf8JsonReader reader, int depth)
    {
        while (reader.CurrentDepth > depth || reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            reader.Read();
    }
}
