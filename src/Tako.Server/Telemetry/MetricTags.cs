using System.Diagnostics.CodeAnalysis;

namespace Tako.Server.Telemetry;

/// <summary>The attributes of a series, compared without regard to their order, and against a measurement's own without a
/// copy of them.</summary>
internal sealed class MetricTags(KeyValuePair<string, object?>[] tags, int hash)
{
    public static readonly Comparer ByContent = new();

    public ReadOnlySpan<KeyValuePair<string, object?>> Span => tags;

    public sealed class Comparer : IEqualityComparer<MetricTags>,
        IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, MetricTags>
    {
        public bool Equals(MetricTags? x, MetricTags? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null && Equals(x.Span, y));

        public int GetHashCode([DisallowNull] MetricTags tags) => tags.Hash;

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, MetricTags other)
        {
            var mine = other.Span;
            if (alternate.Length != mine.Length)
                return false;
            for (var index = 0; index < mine.Length; index++)
            {
                // The same code records the same order nearly always.
                if (!Same(alternate[index], mine[index]) && !Has(mine, alternate[index]))
                    return false;
            }

            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            // A sum, so that the order does not matter.
            var hash = 0;
            foreach (var (name, value) in alternate)
                hash += (Weigh(name) * 31) + (value is string text ? Weigh(text) : value?.GetHashCode() ?? 0);
            return hash;
        }

        // A few letters tell the thousand series apart that there may be, at a tenth of what all letters take.
        private static int Weigh(string text) => text.Length == 0
            ? 0
            : (((((text.Length * 31) + text[0]) * 31) + text[text.Length / 2]) * 31) + text[^1];

        public MetricTags Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) =>
            new(alternate.ToArray(), GetHashCode(alternate));

        private static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, KeyValuePair<string, object?> wanted)
        {
            foreach (var tag in tags)
            {
                if (Same(tag, wanted))
                    return true;
            }

            return false;
        }

        private static bool Same(KeyValuePair<string, object?> one, KeyValuePair<string, object?> other) =>
            one.Key == other.Key && Equals(one.Value, other.Value);
    }

    private int Hash => hash;
}
