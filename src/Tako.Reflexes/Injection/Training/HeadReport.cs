using Tako.Core.Text;

namespace Tako.Reflexes.Injection.Training;

/// <summary>What a trained head does on texts of groups that it did not see.</summary>
public sealed record HeadReport
{
    public required string Head { get; init; }

    /// <summary>The share from which the head says yes.</summary>
    public required double Threshold { get; init; }

    public required IReadOnlyList<SourceReport> Sources { get; init; }

    public static HeadReport Of(TrainedHead head, IReadOnlyList<TrainingText> texts)
    {
        var line = head.Head.SumAt(head.Head.Threshold);
        var sources = texts
            .Select((text, index) => (text, Over: head.HeldOut[index] >= line))
            .GroupBy(static pair => (pair.text.Source, pair.text.Positive))
            .OrderBy(static group => group.Key.Source, StringComparer.Ordinal)
            .Select(static group => new SourceReport(group.Key.Source, group.Key.Positive, group.Count(), group.Count(static pair =>
                pair.Over)));
        return new HeadReport { Head = head.Head.Name, Threshold = head.Head.Threshold, Sources = [.. sources] };
    }
}

/// <summary>One source of a head's texts.</summary>
/// <param name="Positive">Whether these are texts that the head should find.</param>
/// <param name="Flagged">How many of them lie over the threshold of a model that did not see their groups.</param>
public sealed record SourceReport(string Source, bool Positive, int Texts, int Flagged);
