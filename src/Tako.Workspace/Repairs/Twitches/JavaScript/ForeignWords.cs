using Tako.Workspace.Repairs.Twitches.Sources;

namespace Tako.Workspace.Repairs.Twitches.JavaScript;

/// <summary>What Python writes where JavaScript has words of its own.</summary>
internal static class ForeignWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["elif"] = "else if", ["def"] = "function", ["and"] = "&&", ["or"] = "||", ["not"] = "!", ["is"] = "===", ["except"] = "catch",
        ["raise"] = "throw", ["pass"] = "{}", ["fn"] = "function", ["func"] = "function",
    };

    public static IEnumerable<TextRepair> Repair(BrokenText broken)
    {
        for (var line = broken.Above(broken.Fault.Line) is > 0 and var above ? above
            : broken.Fault.Line; line <= broken.Fault.Line; line++)
        {
            foreach (var token in broken.On(line).Where(token => token.Kind == TokenKind.Name && Words.ContainsKey(token.Text)))
            {
                var length = token.Text == "not" && token.End < broken.Text.Length && broken.Text[token.End] == ' ' ? 4
                    : token.Text.Length;
                yield return new TextRepair(token.Text, $"write {Words[token.Text]}", token.Start, length, Words[token.Text], 0.5);
            }
        }
    }
}
