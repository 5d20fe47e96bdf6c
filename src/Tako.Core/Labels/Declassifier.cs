using Tako.Core.Ledger;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Core.Labels;

/// <summary>
/// The only way to raise trust in a value or to show it to more people: something with a name that vouches for it (the
/// guard for patches, a person, or a check written for the purpose). Each use is an event of the ledger.
/// </summary>
public sealed record Declassifier
{
    /// <summary>Unique and stable, such as <c>guard</c>, <c>user/ada</c> or <c>exit-code</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Integrity that a value has afterwards, if it had less; null leaves it.</summary>
    public Integrity? RaisesTo { get; init; }

    /// <summary>Confidentiality that a value has afterwards, if it had more; null leaves it.</summary>
    public Confidentiality? LowersTo { get; init; }

    /// <summary>The intent guard, for patches whose content it has allowed.</summary>
    public static Declassifier Guard { get; } = new() { Name = "guard", RaisesTo = Integrity.Arm };

    /// <summary>A person who has looked at the value.</summary>
    public static Declassifier Person(string name, Confidentiality? lowersTo = null) =>
        new() { Name = $"user/{name}", RaisesTo = Integrity.User, LowersTo = lowersTo };

    /// <summary>Raises the label and records who did it and why. The sources stay and the declassifier joins them.</summary>
    /// <param name="why">One sentence without the value itself.</param>
    public async ValueTask<Labeled<T>> RaiseAsync<T>(Labeled<T> value, string why, StreamWriter journal,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        var before = value.Label;
        var after = new Label(
            RaisesTo is { } integrity && integrity > before.Integrity ? integrity : before.Integrity,
            LowersTo is { } confidentiality && confidentiality < before.Confidentiality ? confidentiality : before.Confidentiality,
            [.. before.Sources, Name]);
        var raised = new LabelRaised(Name, before, after, PlainLine.Of(why, 300));
        await journal.AppendAsync("label.raised", raised, LabelJson.Relaxed.LabelRaised, Name,
            cancellationToken: cancellationToken);
        return new Labeled<T>(value.Value, after);
    }
}
