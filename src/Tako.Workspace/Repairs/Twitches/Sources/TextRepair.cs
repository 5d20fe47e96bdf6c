namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>One small change of a text.</summary>
/// <param name="Name">Which repair it is, without the language, such as <c>bracket</c>.</param>
/// <param name="What">What it does, without the place: <c>put ')'</c>.</param>
/// <param name="Cost">How unlikely it is to be what was meant; the usual is 1.</param>
internal sealed record TextRepair(string Name, string What, int Start, int Length, string Insert, double Cost = 1)
{
    public string Apply(string text) => string.Concat(text.AsSpan(0, Start), Insert, text.AsSpan(Start + Length));
}
