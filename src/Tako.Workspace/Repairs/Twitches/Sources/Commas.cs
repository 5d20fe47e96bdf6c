namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>Puts a comma between two values that stand beside each other.</summary>
internal static class Commas
{
    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        var from = broken.Start(Math.Max(1, broken.Above(broken.Fault.Line)));
        var until = broken.End(Math.Max(broken.Fault.Line, broken.Fault.EndLine));
        for (var index = 1; index < broken.Tokens.Count; index++)
        {
            var (left, right) = (broken.Tokens[index - 1], broken.Tokens[index]);
            if (left.Start < from || right.Start > until)
                continue;
            if ((left.IsOperand || left.Text is ")" or "]" or "}") && (right.IsOperand
                || right.Text is "(" or "[" or "{" or "*" or "**" or "..."))
                yield return new TextRepair("comma", "put ','", left.End, 0, ",",
                    right.Start >= broken.At - 1 && left.End <= broken.At + 1 ? 0.9 : 1.4);
        }
    }
}
