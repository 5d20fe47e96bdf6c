using Tako.Eval.Failover.Client;
using Tako.Eval.Failover.Provider;

namespace Tako.Eval.Failover.Scenarios;

/// <summary>Compares what came with the sixty words that were to come.</summary>
internal static class WordCheck
{
    private static readonly string[] Expected = AnswerText.SixtyWords.Split(' ');

    /// <summary>Null when no word is lost, repeated or changed; else what is wrong with them.</summary>
    public static string? Fault(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var same = 0;
        while (same < words.Length && same < Expected.Length && words[same] == Expected[same])
            same++;
        if (same == Expected.Length)
            return words.Length == same ? null : $"{words.Length - same} words too many came after the last one";
        if (same == words.Length)
            return same == 0 ? "no word of the answer came" : $"only {same} of {Expected.Length} words came";
        // A word that the answer went on from without a space is still that word.
        var goesOn = words[same].StartsWith(Expected[same], StringComparison.Ordinal) ? words[same][Expected[same].Length..] : words[same];
        same += goesOn == words[same] ? 0 : 1;
        return Array.IndexOf(Expected, goesOn) switch
        {
            -1 => $"after {same} words came '{Short(goesOn)}' instead of '{Expected.ElementAtOrDefault(same)}'",
            var at when at == same => $"after {same} words a space is missing",
            var at when at < same => $"after {same} words it went back to word {at + 1}: words are repeated",
            var at => $"words {same + 1} to {at} are missing",
        };
    }

    /// <summary>What is wrong with a reply that claims success; null when the answer is whole and says so.</summary>
    public static string? FaultOf(Received reply)
    {
        if (reply.Wrong.Count > 0)
            return string.Join("; ", reply.Wrong);
        if (Fault(reply.Text) is { } fault)
            return $"{fault}, and the answer ended as if it were whole{(reply.Finish is { } told ? $" ({told})" : "")}";
        return reply.Finish is null
            ? "the words came, but no finish reason: a client cannot tell the answer from a cut one"
            : null;
    }

    /// <summary>What is missing from a whole answer.</summary>
    public static IEnumerable<string> Blemishes(Received reply)
    {
        foreach (var untidy in reply.Untidy)
            yield return untidy;
        if (!reply.FinishedWell)
            yield return $"the finish reason is '{reply.Finish}'";
        if (reply.Usage is null)
            yield return "no usage is reported";
        if (reply.Text.Trim() != AnswerText.SixtyWords)
            yield return "the spaces between the words differ";
    }

    private static string Short(string word) => word.Length > 20 ? word[..20] + "…" : word;
}
