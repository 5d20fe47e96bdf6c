using System.Text.RegularExpressions;

namespace Tako.Eval.Reflex.Injection;

/// <summary>The baseline: fourteen plain patterns of the kind that guards ship with.</summary>
internal sealed class PlainPatterns
{
    private static readonly string[] Patterns =
    [
        @"\b(ignore|disregard|forget)\b.{0,30}\b(previous|prior|above|all)\b.{0,30}\b(instructions?|rules?|prompts?)\b",
        @"\byou are now\b",
        @"\bpretend (to be|you are|that you)\b",
        @"\bact as (if|an?)\b",
        @"\b(reveal|show|print|repeat)\b.{0,20}\b(system )?(prompt|instructions)\b",
        @"\bsystem prompt\b",
        @"\bdeveloper mode\b|\bDAN\b|\bdo anything now\b",
        @"\bjailbr(eak|oken)\b",
        @"\b(no|without) (restrictions|limits|filters|rules)\b",
        @"^\s*(system|assistant)\s*:",
        @"<\|im_(start|end)\|>|\[/?INST\]",
        @"\b(bypass|override|disable)\b.{0,20}\b(safety|filter|security|rules?)\b",
        @"\bnew instructions?\b",
        @"https?://\S+",
    ];

    private readonly Regex[] _patterns = [.. Patterns.Select(static pattern =>
        new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.Compiled))];

    public bool Hits(string text) => _patterns.Any(pattern => pattern.IsMatch(text));

    /// <summary>All patterns, as one must who reports every one that hits.</summary>
    public int Count(string text) => _patterns.Count(pattern => pattern.IsMatch(text));
}
