using System.Text.Json;
using Tako.Core.Contracts;
using Tako.Core.Labels;

namespace Tako.Core.Capabilities;

/// <summary>Something an arm wants to do to the world: a tool, a file, a process, the network, a model.</summary>
public sealed record Effect
{
    private string? _hash;

    /// <summary>Longest name of a tool or an actor, and longest key, in characters.</summary>
    public const int MaxNameLength = 120;

    public required string Tool { get; init; }

    public required EffectKind Kind { get; init; }

    /// <summary>A JSON object; exactly what the tool will be given.</summary>
    public required JsonElement Arguments
    {
        get;
        init => (field, _hash) = (value, null);
    }

    public required string Actor { get; init; }

    /// <summary>The join of the labels of everything the arguments were made from.</summary>
    public required Label Label { get; init; }

    /// <summary>
    /// Names this effect within its task, the same after a resume, such as <c>fix/edit#3</c>; null derives one from cause, tool
    /// and arguments. A person's decision holds for the key and the arguments: where doing it twice must be asked twice, number it.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Sequence of the task's event that led to it.</summary>
    public long? Cause { get; init; }

    /// <summary>SHA-256 of the arguments in canonical form, lower-case hexadecimal.</summary>
    public string ArgumentsHash => _hash ??= CanonicalJson.Hash(Arguments);

    /// <summary><see cref="Key"/>, or the one that is derived.</summary>
    public string Id => Key ?? $"{Cause ?? 0}/{Tool}/{ArgumentsHash.AsSpan(0, 16)}";

    public bool Equals(Effect? other) =>
        other is not null && Tool == other.Tool && Kind == other.Kind && Actor == other.Actor && Label == other.Label
        && Key == other.Key && Cause == other.Cause && ArgumentsHash == other.ArgumentsHash;

    public override int GetHashCode() => HashCode.Combine(Tool, Kind, Actor, Id);
}
