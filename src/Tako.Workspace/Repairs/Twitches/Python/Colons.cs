using Tako.Workspace.Repairs.Twitches.Sources;

namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>The colon at the end of a statement's head.</summary>
internal static class Colons
{
    private static readonly HashSet<string> Heads = new(StringComparer.Ordinal)
    {
        "if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with", "async", "match", "case",
    };

    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        var lines = new[] { broken.Fault.Line, broken.Above(broken.Fault.Line), broken.Above(broken.Above(broken.Fault.Line)) };
        foreach (var line in lines.Where(line => line > 0).Distinct())
        {
            var tokens = broken.On(line).ToList();
            if (tokens.Count == 0)
                continue;
            if (Heads.Contains(tokens[0].Text) && tokens[^1].Text != ":")
                yield return Put(broken.CodeEnd(line), 0.5);
            // The last line of a head that goes over several.
            else if (tokens[^1].Text is ")" or "]")
                yield return Put(broken.CodeEnd(line), 1.5);
            foreach (var token in tokens.Skip(1))
            {
                // Keys and values, slices, annotations, lambdas, and bodies on the same line.
                if (token.Start == broken.At || (token.End <= broken.At + 1 && token.IsOperand))
                    yield return Put(token.Start == broken.At ? tokens[tokens.IndexOf(token) - 1].End : token.End, 1.2);
            }
        }
    }

    private static TextRepair Put(int place, double cost) => new("colon", "put ':'", place, 0, ":", cost);
}
