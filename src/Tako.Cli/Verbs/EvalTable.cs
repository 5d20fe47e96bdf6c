using System.Globalization;
using Tako.Eval;

namespace Tako.Cli.Verbs;

/// <summary>Measures as a table, with what is to be said of them as notes below, each once.</summary>
internal static class EvalTable
{
    private static readonly string[] Head = ["set", "measure", "value", "target", "baseline", "n", "", "note"];

    public static void Write(TextWriter to, IReadOnlyList<Measure> measures)
    {
        var notes = measures.Select(measure => measure.Why).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var rows = measures.Select(measure => Row(measure, notes)).Prepend(Head).ToList();
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            to.WriteLine(string.Join("  ", row.Select((cell, column) =>
                column is >= 2 and <= 5 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }

        foreach (var (note, index) in notes.Select((note, index) => (note, index + 1)))
            to.WriteLine($"[{index}] {note}");
    }

    private static string[] Row(Measure measure, List<string> notes) =>
    [
        measure.Set, measure.Name, Number(measure.Value), Number(measure.Target), Number(measure.Baseline), Number(measure.N),
        measure.Met switch { true => "met", false => "missed", null => "" },
        measure.Why is { } why ? $"[{notes.IndexOf(why) + 1}]" : "",
    ];

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-";
}
