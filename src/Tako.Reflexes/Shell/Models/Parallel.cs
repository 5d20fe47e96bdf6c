namespace Tako.Reflexes.Shell.Models;

/// <summary>GNU parallel: a command for each of its arguments.</summary>
internal static class Parallel
{
    private const int MaxValues = 32;
    private static readonly string[] Marks = ["{}", "{.}", "{/}", "{//}", "{/.}", "{1}", "{2}", "{3}"];

    public static void Judge(ShellCall call)
    {
        var first = call.FirstOperand("aCDdEIjLlNnPSsw", ["arg-file", "colsep", "delimiter", "jobs", "joblog", "max-args", "max-procs",
            "sshlogin", "timeout", "workdir", "results", "tmpdir", "delay", "retries"]);
        var words = call.From(first);
        var separator = words.ToList().FindIndex(static word => word is ":::" or "::::" or ":::+" or "::::+");
        var command = separator < 0 ? words : words.Take(separator).ToList();
        var values = Values(call, words, separator);
        if (command.Count == 0)
        {
            foreach (var value in values)
                call.Walk.Script(value, Feed.Unknown);
            return;
        }

        foreach (var value in values)
        {
            var filled = command.Select(word => Fill(word, value)).ToList();
            if (filled.SequenceEqual(command))
                filled.Add(value);
            if (filled.Count == 1)
                call.Walk.Script(filled[0], Feed.Unknown);
            else
                call.Walk.Run(filled, Feed.Unknown);
        }
    }

    private static List<string> Values(ShellCall call, IReadOnlyList<string> words, int separator)
    {
        var values = separator < 0 || words[separator].StartsWith("::::", StringComparison.Ordinal)
            ? call.Feed.Text?.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList() ?? []
            : words.Skip(separator + 1).Where(static word => !word.StartsWith(":::", StringComparison.Ordinal)).ToList();
        if (values.Count > MaxValues)
            values.RemoveRange(MaxValues, values.Count - MaxValues);
        if (values.Count == 0 && (separator >= 0 || call.Feed.Given))
            values.Add(ShellWalk.Unknown.ToString());
        return values;
    }

    private static string Fill(string word, string value)
    {
        foreach (var mark in Marks)
            word = word.Replace(mark, value, StringComparison.Ordinal);
        return word;
    }
}
