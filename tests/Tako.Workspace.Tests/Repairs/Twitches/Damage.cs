using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches;
using Tako.Workspace.Repairs.Twitches.Sources;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Repairs.Twitches;

/// <summary>One token taken out of a program that was whole.</summary>
internal sealed record Damage(string Kind, string Text, string Whole);

/// <summary>What became of many damages.</summary>
internal sealed class DamageReport
{
    private readonly Dictionary<string, (int All, int Clean, int First, int Any)> _kinds = [];

    public void Add(string kind, bool clean, bool first, bool any)
    {
        var old = _kinds.GetValueOrDefault(kind);
        _kinds[kind] = (old.All + 1, old.Clean + (clean ? 1 : 0), old.First + (first ? 1 : 0), old.Any + (any ? 1 : 0));
    }

    public int All => _kinds.Values.Sum(kind => kind.All);

    /// <summary>Share of damages whose first proposal parses and hurts no more.</summary>
    public double Clean => (double)_kinds.Values.Sum(kind => kind.Clean) / All;

    /// <summary>Share of damages whose first proposal is the whole program again, letter for letter.</summary>
    public double Exact => (double)_kinds.Values.Sum(kind => kind.First) / All;

    public override string ToString() => string.Join('\n', _kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind =>
        $"{kind.Key,-8} n={kind.Value.All,4} clean={(double)kind.Value.Clean / kind.Value.All:P0} "
            + $"exact={(double)kind.Value.First / kind.Value.All:P0} "
        + $"exact-in-any={(double)kind.Value.Any / kind.Value.All:P0}")) + $"\nall      n={All,4} clean={Clean:P1} exact={Exact:P1}";

    /// <summary>Damages a program in every way and asks for repairs of each damage that hurts.</summary>
    public async Task MeasureAsync(TempRepository repository, string file, IEnumerable<Damage> damages, ITwitches twitches,
        IReadOnlyList<ISense> senses, Action<string>? missed, CancellationToken cancellationToken)
    {
        var start = repository.Open();
        foreach (var damage in damages)
        {
            var shadow = start.With(file, damage.Text);
            if (await PainsAsync(senses, shadow, cancellationToken) is not { Count: > 0 } pains)
                continue;
            var proposed = await twitches.ProposeAsync(shadow, pains, cancellationToken);
            var texts = proposed.Select(twitch => twitch.Shadow.Text(file)).ToList();
            var clean = proposed.Count > 0 && (await PainsAsync(senses, proposed[0].Shadow, cancellationToken)).Count == 0;
            Add(damage.Kind, clean, texts.FirstOrDefault() == damage.Whole, texts.Contains(damage.Whole));
            if (texts.FirstOrDefault() != damage.Whole)
                missed?.Invoke($"{damage.Kind} {file}\n  was: {Differing(damage.Whole, damage.Text)}\n"
                    + $"  bad: {Differing(damage.Text, damage.Whole)}\n  got: "
                    + (texts.FirstOrDefault() is { } got ? Differing(got, damage.Whole) + " | " + proposed[0].What
                        : "nothing: " + pains[0].Message));
        }
    }

    private static string Differing(string text, string other)
    {
        var (lines, others) = (text.Split('\n'), other.Split('\n'));
        var at = Enumerable.Range(0, lines.Length).FirstOrDefault(line => line >= others.Length || lines[line] != others[line]);
        return $"{at + 1}: {lines[at]}";
    }

    private static async Task<IReadOnlyList<Pain>> PainsAsync(IReadOnlyList<ISense> senses, Shadow shadow,
        CancellationToken cancellationToken)
    {
        foreach (var sense in senses)
        {
            if (await sense.FeelAsync(shadow, cancellationToken) is Feeling.Hurt hurt)
                return hurt.Pains;
        }

        return [];
    }

    /// <summary>Every bracket, quote, block colon and comma taken out, one at a time, and every import line.</summary>
    public static IEnumerable<Damage> Each(string text, bool isPython)
    {
        var tokens = new SourceLexer(isPython).Read(text);
        foreach (var (token, index) in tokens.Select((token, index) => (token, index)))
        {
            if (token.Text is "(" or ")" or "[" or "]" or "{" or "}")
                yield return Without("bracket", token.Start, 1);
            else if (token.Text == "," && !isPython)
                yield return Without("comma", token.Start, 1);
            else if (token.Text == ":" && isPython && (index + 1 == tokens.Count || text[token.End..tokens[index
                + 1].Start].Contains('\n')))
                yield return Without("colon", token.Start, 1);
            else if (token.Kind == TokenKind.String && token.Text[0] is '"' or '\'' or '`')
            {
                yield return Without("quote", token.Start, 1);
                yield return Without("quote", token.End - 1, 1);
            }
        }

        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) + 1;
            var line = text[start..end];
            if (line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("from ", StringComparison.Ordinal)
                || line.Contains("require(", StringComparison.Ordinal))
                yield return Without("import", start, end - start);
        }

        Damage Without(string kind, int start, int length) => new(kind, text.Remove(start, length), text);
    }
}
