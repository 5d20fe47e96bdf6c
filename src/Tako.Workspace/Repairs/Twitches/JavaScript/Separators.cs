using Tako.Workspace.Repairs.Twitches.Sources;

namespace Tako.Workspace.Repairs.Twitches.JavaScript;

/// <summary>The signs between parts that are no bracket, quote or comma: colons of literals and choices, semicolons
/// of loops, arrows.</summary>
internal static class Separators
{
    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        var before = broken.Tokens.LastOrDefault(token => token.End <= broken.At);
        var next = broken.Tokens.FirstOrDefault(token => token.Start >= broken.At);
        if (before.Text is null || next.Text is null)
            yield break;
        foreach (var (sign, cost) in ((string, double)[])[(":", 1.3), (";", 1.3), (" =>", 1.5), (" =", 1.8)])
            yield return new TextRepair("separator", $"put '{sign.Trim()}'", before.End, 0, sign, cost);
        // The head of a loop or a choice is over before the parser notices that a sign was missing in it.
        foreach (var token in broken.On(broken.Fault.Line).Where(token => token.IsOperand || token.Text is ")" or "]"))
        {
            yield return new TextRepair("separator", "put ';'", token.End, 0, ";", 2);
            yield return new TextRepair("separator", "put ':'", token.End, 0, ":", 2);
        }
    }
}
