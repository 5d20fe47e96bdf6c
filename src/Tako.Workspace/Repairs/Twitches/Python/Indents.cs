using Tako.Workspace.Repairs.Twitches.Sources;

namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>Lines that stand too far left or right, and tabs among spaces.</summary>
internal static class Indents
{
    private const int TabWidth = 4;

    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        var message = broken.Fault.Message;
        var line = broken.Fault.Line;
        if (broken.Fault.Code == "TabError" || message.Contains("tabs and spaces", StringComparison.Ordinal))
        {
            foreach (var width in (int[])[TabWidth, 8])
                yield return Whole(broken, "indentation", "write tabs as spaces", Spaced(broken, width), width == TabWidth ? 1 : 1.2);
        }

        if (broken.Fault.Code is not ("IndentationError" or "TabError"))
            yield break;
        var above = broken.Above(line);
        var unit = Unit(broken);
        if (message.StartsWith("expected an indented block", StringComparison.Ordinal) && above > 0)
        {
            var indent = broken.Line(above)[..broken.Indent(above)] + unit;
            yield return Move(broken, line, indent, 1);
            // The whole block may have slid, up to the next line that stands where the head does.
            var end = line;
            while (end < broken.LineCount && broken.Line(end + 1).Trim().Length > 0 && broken.Indent(end + 1) == broken.Indent(line))
            {
                end++;
                yield return MoveAll(broken, line, end, indent, 1.3 + (0.05 * (end - line)));
            }

            yield break;
        }

        foreach (var level in Levels(broken, line))
            yield return Move(broken, line, level, (level.Length > broken.Indent(line) ? 1.1 : 1)
                + (0.2 * Math.Abs(level.Length - broken.Indent(line)) / Math.Max(1, unit.Length)));
    }

    private static TextRepair Move(BrokenText broken, int line, string indent, double cost) =>
        new("indentation", "move the line", broken.Start(line), broken.Indent(line), indent, cost);

    private static TextRepair MoveAll(BrokenText broken, int from, int until, string indent, double cost)
    {
        var (start, end, old) = (broken.Start(from), broken.End(until), broken.Indent(from));
        var lines = broken.Text[start..end].Split('\n').Select(line => line.Length >= old ? indent + line[old..] : line);
        return new TextRepair("indentation", "move the lines", start, end - start, string.Join('\n', lines), cost);
    }

    private static IEnumerable<string> Levels(BrokenText broken, int line)
    {
        var levels = new SortedDictionary<int, string>();
        for (var above = line - 1; above > 0; above--)
        {
            if (broken.Line(above).Trim().Length > 0)
                levels.TryAdd(broken.Indent(above), broken.Line(above)[..broken.Indent(above)]);
        }

        levels.TryAdd(0, "");
        return levels.Values.Where(level => level.Length != broken.Indent(line)).Reverse();
    }

    private static string Unit(BrokenText broken)
    {
        for (var line = 1; line <= broken.LineCount; line++)
        {
            if (broken.Indent(line) > 0 && broken.Line(line).Trim().Length > 0)
                return broken.Line(line)[0] == '\t' ? "\t" : new string(' ', Math.Min(8, broken.Indent(line)));
        }

        return "    ";
    }

    private static TextRepair Whole(BrokenText broken, string name, string what, string text, double cost) =>
        new(name, what, 0, broken.Text.Length, text, cost);

    private static string Spaced(BrokenText broken, int width) => string.Concat(Enumerable.Range(1, broken.LineCount).Select(line =>
    {
        var end = line < broken.LineCount ? broken.Start(line + 1) : broken.Text.Length;
        var indent = broken.Indent(line);
        return broken.Line(line)[..indent].Replace("\t", new string(' ', width), StringComparison.Ordinal)
            + broken.Text[(broken.Start(line) + indent)..end];
    }));
}
