using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Core.Caching;
using Tako.Models.Calls;
using Tako.Models.Pricing;

namespace Tako.Models.Caching;

/// <summary>What is kept beside an answer's bytes: who gave it and what it used then.</summary>
internal sealed record AnswerNote
{
    private AnswerHead? _head;

    public string Model { get; init; } = "";

    public string Provider { get; init; } = "";

    public int Link { get; init; }

    public IReadOnlyList<string> Dropped { get; init; } = [];

    public string? AnsweredBy { get; init; }

    public string? Finish { get; init; }

    public ReportedUsage? Usage { get; init; }

    public bool Estimated { get; init; }

    /// <summary>The head of every answer that is given out from the store.</summary>
    [JsonIgnore]
    public AnswerHead Head => _head ??= new AnswerHead
    {
        Model = Model,
        Provider = Provider,
        Link = Link,
        Dropped = Dropped,
        Cache = CacheState.Hit,
    };

    public static AnswerNote Of(AnswerHead head, CallReport report) => new()
    {
        Model = head.Model,
        Provider = head.Provider,
        Link = head.Link,
        Dropped = head.Dropped,
        AnsweredBy = report.AnsweredBy,
        Finish = report.Finish,
        Usage = report.Usage,
        Estimated = report.Estimated,
    };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, AnswerNoteJson.Default.AnswerNote);

    /// <summary>A note that cannot be read says nothing.</summary>
    public static AnswerNote Read(StoredAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.About.Span, AnswerNoteJson.Default.AnswerNote) ?? new AnswerNote();
        }
        catch (JsonException)
        {
            return new AnswerNote();
        }
    }
}

/// <summary>How notes are written, without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AnswerNote))]
internal sealed partial class AnswerNoteJson : JsonSerializerContext;
