using Tako.Core.Labels;

namespace Tako.Reflexes.Inspection;

/// <summary>
/// Finds one family of things in texts. Pure and safe for concurrent use: what it finds depends on the text and its source alone,
/// and within the text only on what stands at most <see cref="Reach"/> characters around.
/// </summary>
public abstract class TextScanner
{
    /// <summary>Most characters that a scanner of streams may look back or hold back.</summary>
    public const int MaxReach = 256;

    /// <summary>Stable and unique, such as <c>secrets</c>; a policy switches scanners on and off by it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Literals that the scanner wants to be told of: all scanners' literals are found in one pass before any of them runs. Letters
    /// of ASCII match in either case.
    /// </summary>
    public virtual IReadOnlyList<string> Literals => [];

    /// <summary>How far from a finding lies what can change it, in characters, itself included.</summary>
    public virtual int Reach => MaxReach;

    /// <summary>Adds what it finds, in any order; findings may overlap. Takes no memory where it finds nothing.</summary>
    public abstract void Scan(in ScanText text, FindingList into);

    /// <summary>
    /// For streams: up to where nothing that may still follow can change what is found. A finding that ends at or before this place
    /// is final, and one that will be found later starts at or after it. The text's length where no candidate is open.
    /// </summary>
    public abstract int Settled(ReadOnlySpan<char> text);
}

/// <summary>A text as the scanners see it.</summary>
/// <param name="text">The text.</param>
/// <param name="hits">Where the scanner's own literals stand, ordered by their ends.</param>
/// <param name="source">Where the text comes from.</param>
public readonly ref struct ScanText(ReadOnlySpan<char> text, ReadOnlySpan<LiteralHit> hits, Label source)
{
    public ReadOnlySpan<char> Text { get; } = text;

    public ReadOnlySpan<LiteralHit> Hits { get; } = hits;

    public Label Source { get; } = source;
}

/// <summary>A literal that stands in a text.</summary>
/// <param name="Literal">Its index in the scanner's <see cref="TextScanner.Literals"/>.</param>
/// <param name="End">Index after its last character.</param>
public readonly record struct LiteralHit(int Literal, int End);
