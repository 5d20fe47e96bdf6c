using System.Globalization;
using Tako.Eval;

namespace Tako.Cli.Verbs;

/// <summary>Measures that are verdicts, as a scorecard: a row for each, a column for each set, then the reasons.</summary>
internal static class ScorecardTable
{
    public static void Write(TextWriter to, IReadOnlyList<Measure> measures)
    {
        var sets = measures.Select(measure => measure.Set).Distinct(StringComparer.Ordinal).ToList();
        var rows = measures.Select(measure => measure.Name).Distinct(StringComparer.Ordinal)
            .Select(name => measures.Where(measure => measure.Name == name).ToList())
            .Select(row => (string[])[row[0].Name, row[0].About ?? "", .. sets.Select(set => Cell(row.Find(one => one.Set == set)))])
            .Prepend(["", "", .. sets]).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            to.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        to.WriteLine();
        var named = measures.Max(measure => measure.Set.Length);
        foreach (var measure in measures.Where(measure => measure.Verdict is not null))
            to.WriteLine($"{measure.Set.PadRight(named)}  {measure.Name}  {measure.Verdict,-7}  {measure.Why}");
    }

    private static string Cell(Measure? measure) => measure switch
    {
        null => "-",
        { Verdict: { } verdict } => verdict,
        { Value: { } value } => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => "-",
    };
}
