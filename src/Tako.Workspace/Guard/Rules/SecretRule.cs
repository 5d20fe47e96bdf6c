using System.Text;
using Tako.Workspace.Guard.Laws;

namespace Tako.Workspace.Guard.Rules;

/// <summary>No secret may be added: neither one of this machine, byte for byte, nor one that the scanner recognises.</summary>
internal sealed class SecretRule(Func<string, IReadOnlyList<SecretHit>> scan, IReadOnlyList<string> known) : GuardRule
{
    /// <summary>Shorter texts are words, not secrets.</summary>
    private const int MinLength = 8;

    private readonly byte[][] _known = [.. known.Where(secret => secret.Length >= MinLength).Select(Encoding.UTF8.GetBytes)];

    /// <summary>A value that only the examples know.</summary>
    public static string Sample { get; } = "sample-" + string.Concat(Enumerable.Repeat("k3y", 4));

    public override string Id => "secret";

    public override RuleTier Tier => RuleTier.Constitution;

    public override RiskClass Risk => RiskClass.Dangerous;

    public override Severity Action => Severity.Deny;

    public override string Purpose => "A line would bring in a secret.";

    public override string WayOut => "Read it from the environment or a store of secrets instead.";

    public override IReadOnlyList<RuleExample> Examples { get; } =
    [
        RuleExample.Violation("src/a.py", "a = 1\n", $"a = 1\nkey = '{Sample}'\n"),
        RuleExample.Holding("src/a.py", $"key = '{Sample}'\n", $"key = '{Sample}'\na = 1\n"),
    ];

    protected override bool Applies(Scene scene, ChangeView view) => view.HasNewContent;

    protected override IEnumerable<RuleAnswer> Violates(Scene scene, IReadOnlyList<ChangeView> views) =>
        views.SelectMany(view => Known(view).Concat(Scanned(scene, view)));

    private IEnumerable<RuleAnswer> Known(ChangeView view)
    {
        var content = view.Change.Content!.Value;
        foreach (var secret in _known)
        {
            var at = content.Span.IndexOf(secret);
            if (at >= 0 && (view.Change.Base is not { } old || old.Content.Span.IndexOf(secret) < 0))
                yield return new RuleAnswer.Violates(view.Path, content.Span[..at].Count((byte)'\n') + 1,
                    "The line would bring in a secret of this machine.");
        }
    }

    private IEnumerable<RuleAnswer> Scanned(Scene scene, ChangeView view)
    {
        var (text, lines) = (view.Lines.Text, view.Lines.Lines);
        if (lines.Count == 0)
            yield break;
        foreach (var hit in scan(text))
        {
            var start = Math.Clamp(hit.Offset, 0, text.Length);
            var index = text.AsSpan(0, start).Count('\n');
            var value = text.Substring(start, Math.Clamp(hit.Length, 0, text.Length - start));
            // Only the user's own law may call a recognised format harmless.
            var allowed = scene.Law.SecretsAllowed.FirstOrDefault(each => each.IsUsers && each.Covers(view.Path, value));
            yield return new RuleAnswer.Violates(view.Path, lines[Math.Min(index, lines.Count - 1)],
                $"The line would bring in {hit.Kind}{Because(allowed)}.") { Severity = allowed is null ? null : Severity.Note };
        }
    }

    internal static string Because(SecretAllowance? allowed) => allowed is null ? "" : $", which is allowed: {allowed.Reason}";
}
