namespace Tako.Workspace.Senses.Python;

/// <summary>The arguments that a function takes, when that is certain.</summary>
/// <param name="Least">Positional arguments that have no default.</param>
/// <param name="Most">Positional arguments at most; null for any number.</param>
/// <param name="Names">Positional parameters in order, the first <paramref name="PositionalOnly"/> of them without a
/// name to callers.</param>
/// <param name="Only">Parameters that are given by name alone; those in <paramref name="Needed"/> have no default.</param>
/// <param name="Open">Takes any further names.</param>
internal sealed record PythonSignature(int Least, int? Most, IReadOnlyList<string> Names, int PositionalOnly, IReadOnlyList<string> Only,
    IReadOnlyList<string> Needed, bool Open)
{
    /// <summary>Why a call cannot succeed, in the words that Python itself would use; null when it can.</summary>
    public string? Refuse(string name, PythonCall call)
    {
        if (call.Open)
            return null;
        if (Most is { } most && call.Positional > most)
            return $"{name}() takes {Count(most)} but {call.Positional} {(call.Positional == 1 ? "was" : "were")} given";
        var byName = Names.Skip(PositionalOnly).ToList();
        if (!Open && call.Keywords.FirstOrDefault(keyword => !byName.Contains(keyword) && !Only.Contains(keyword)) is { } unknown)
            return $"{name}() got an unexpected keyword argument '{unknown}'";
        if (call.Keywords.FirstOrDefault(keyword => Names.Take(call.Positional).Skip(PositionalOnly).Contains(keyword)) is { } twice)
            return $"{name}() got multiple values for argument '{twice}'";
        var missing = Names.Take(Least).Skip(call.Positional).Where(each => !call.Keywords.Contains(each)).ToList();
        if (missing.Count > 0)
            return $"{name}() missing {missing.Count} required positional argument{(missing.Count == 1 ? "" : "s")}: "
                + string.Join(", ", missing.Select(each => $"'{each}'"));
        return Needed.FirstOrDefault(each => !call.Keywords.Contains(each)) is { } needed
            ? $"{name}() missing 1 required keyword-only argument: '{needed}'"
            : null;
    }

    private string Count(int most) => Least == most
        ? $"{most} positional argument{(most == 1 ? "" : "s")}"
        : $"from {Least} to {most} positional arguments";
}
