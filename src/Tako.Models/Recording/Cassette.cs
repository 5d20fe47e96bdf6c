using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Config;
using Tako.Models.Pricing;

namespace Tako.Models.Recording;

/// <summary>Answers of a model by step name and ordinal: a recording of a live run, or a script written by
/// hand.</summary>
public sealed record Cassette
{
    public const string Recorded = "recorded";
    public const string Scripted = "scripted";

    /// <summary>Where it was read from; only for messages.</summary>
    public required string File { get; init; }

    /// <summary>The model that gave the answers, or that a script stands in for.</summary>
    public required string Model { get; init; }

    /// <summary><c>recorded</c> from a live model, or <c>scripted</c> by a person.</summary>
    public required string Label { get; init; }

    public ModelPrices Prices { get; init; } = ModelPrices.Unknown;

    /// <summary>Gives answers without usage an estimate of a token for every four bytes, marked as such.</summary>
    public bool EstimatesUsage { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<RecordedAnswer>> Steps { get; init; } =
        new Dictionary<string, IReadOnlyList<RecordedAnswer>>();

    /// <summary>Reads a cassette's text; every fault is listed at once.</summary>
    public static Parsed<Cassette> Parse(string file, string text) => SourceDocument.Parse(text) switch
    {
        Parsed<SourceDocument>.Ok document => CassetteReader.Read(file, document.Value),
        Parsed<SourceDocument>.Faulty faulty => new Parsed<Cassette>.Faulty(faulty.Faults),
        _ => throw new InvalidOperationException("A parsed value is either fine or faulty."),
    };

    /// <summary>Reads a cassette file; one that cannot be read is a fault, too.</summary>
    public static Parsed<Cassette> Load(string file)
    {
        try
        {
            return Parse(file, System.IO.File.ReadAllText(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new Parsed<Cassette>.Faulty([new Fault("/", 0,
                $"{file} cannot be read; check its path and rights")]);
        }
    }

    /// <summary>The text of a cassette file, pleasant to read and to edit.</summary>
    public string Write() => CassetteWriter.Write(this);
}
