using System.Text.RegularExpressions;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>Makes pains of failed tests.</summary>
internal static partial class TestPains
{
    private const int MostPlaces = 8;
    private const int MostText = 4_000;

    public static Pain Of(FailedTest failed, string root, string hash)
    {
        var places = new PlaceReader(root);
        var trace = failed.Stack.Split('\n').Select(places.First).OfType<SourcePlace>().Distinct().Take(MostPlaces).ToList();
        return new Pain
        {
            Rung = "impacted",
            Tool = "dotnet",
            Code = failed.Exception[(failed.Exception.LastIndexOf('.') + 1)..],
            Test = failed.Test.Length > 0 ? failed.Test : null,
            File = trace.Count > 0 ? trace[0].File : null,
            Line = trace.Count > 0 ? trace[0].Line : null,
            Message = Cut(failed.Message.Trim() is { Length: > 0 } said ? said : $"{failed.Exception} without a message"),
            Expected = Group(ExpectedForm(), failed.Message) ?? Group(BothForm(), failed.Message, "expected"),
            Actual = Group(ActualForm(), failed.Message) ?? Group(BothForm(), failed.Message, "actual"),
            Trace = trace,
            WorkspaceHash = hash,
        };
    }

    private static string? Group(Regex form, string text, string name = "value") => form.Match(text) is { Success: true } match
        ? Cut(match.Groups[name].Value.Trim()) : null;

    private static string Cut(string text) => text.Length <= MostText ? text : string.Concat(text.AsSpan(0, MostText), " …");

    [GeneratedRegex(@"^\s*Expected:(?<value>.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExpectedForm();

    [GeneratedRegex(@"^\s*(?:Actual|But was):(?<value>.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase
        | RegexOptions.CultureInvariant)]
    private static partial Regex ActualForm();

    // MSTest's: both in one sentence.
    [GeneratedRegex(@"Expected:<(?<expected>.*?)>\..*?Actual:<(?<actual>.*?)>\.", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex BothForm();
}
