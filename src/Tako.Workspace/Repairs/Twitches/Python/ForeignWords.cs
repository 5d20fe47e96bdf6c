using System.Text.RegularExpressions;
using Tako.Workspace.Repairs.Twitches.Sources;

namespace Tako.Workspace.Repairs.Twitches.Python;

/// <summary>What other languages write where Python has words of its own.</summary>
internal static partial class ForeignWords
{
    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        var line = broken.Fault.Line;
        var (start, text) = (broken.Start(line), broken.Line(line));
        foreach (Match match in ElseIf().Matches(text))
            yield return new TextRepair("elif", "write elif", start + match.Index, match.Length, "elif", 0.3);
        foreach (var token in broken.On(line))
        {
            if (token.Text is "&&" or "||")
                yield return Spaced(broken, token, token.Text == "&&" ? "and" : "or");
            else if (token.Text == "!" && token.End < broken.Text.Length)
                yield return new TextRepair("not", "write not", token.Start, 1, "not ", 0.5);
            else if (token.Text is "===" or "!==")
                yield return new TextRepair("equality", $"write {token.Text[..2]}", token.Start, 3, token.Text[..2], 0.4);
            else if (token.Text == "=" && (broken.Fault.Message.Contains("'=='", StringComparison.Ordinal) || IsCondition(broken, line)))
                yield return new TextRepair("equality", "write ==", token.Start, 1, "==", 0.6);
            else if (token is { Kind: TokenKind.Name, Text: "function" or "func" or "fn" })
                yield return new TextRepair("def", "write def", token.Start, token.Text.Length, "def", 0.6);
            else if (token.Text is "{" && token.End >= broken.CodeEnd(line))
                yield return new TextRepair("colon", "write ':' for the brace", token.Start, 1, ":", 2);
        }

        if (Step().Match(text) is { Success: true } step)
        {
            yield return new TextRepair("step", $"write {step.Groups["sign"].Value[0]}= 1", start + step.Groups["sign"].Index, 2,
                $" {step.Groups["sign"].Value[0]}= 1", 0.5);
        }

        if (Print().Match(text) is { Success: true } print)
        {
            var said = print.Groups["said"];
            yield return new TextRepair("print", "call print", start + print.Groups["gap"].Index,
                print.Groups["gap"].Length + said.Length,
                $"({said.Value.TrimEnd()})", 0.4);
        }
    }

    private static bool IsCondition(BrokenText broken, int line) =>
        broken.On(line).FirstOrDefault() is { Text: "if" or "elif" or "while" or "return" or "assert" };

    private static TextRepair Spaced(BrokenText broken, SourceToken token, string word)
    {
        var before = token.Start > 0 && broken.Text[token.Start - 1] == ' ' ? "" : " ";
        var after = token.End < broken.Text.Length && broken.Text[token.End] == ' ' ? "" : " ";
        return new TextRepair(word, $"write {word}", token.Start, 2, before + word + after, 0.4);
    }

    [GeneratedRegex(@"\belse[ \t]+if\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ElseIf();

    [GeneratedRegex(@"^\s*[\w.\[\]]+(?<sign>\+\+|--)\s*;?\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Step();

    [GeneratedRegex(@"^\s*print(?<gap>[ \t]+)(?<said>[^(#\n][^\n]*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Print();
}
