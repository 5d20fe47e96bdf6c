using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tako.Core.Capabilities;

/// <summary>What one argument of a tool may be. A list of values is allowed when each of them is; anything else is denied.</summary>
/// <param name="Argument">Name of the argument, exactly as the tool reads it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "limit")]
[JsonDerivedType(typeof(PathPrefix), "path")]
[JsonDerivedType(typeof(HostSet), "hosts")]
[JsonDerivedType(typeof(Range), "range")]
[JsonDerivedType(typeof(OneOf), "oneOf")]
[JsonDerivedType(typeof(MaxLength), "length")]
public abstract record ArgumentLimit(string Argument)
{
    /// <summary>Most values of one list that are looked at; a longer list is denied.</summary>
    public const int MaxValues = 10_000;

    /// <summary>What is allowed, in words that follow the argument's name.</summary>
    public abstract string Rule { get; }

    /// <summary>Whether everything that this limit allows is allowed by <paramref name="other"/> too.</summary>
    public abstract bool IsWithin(ArgumentLimit other);

    public virtual bool Allows(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return AllowsOne(value);
        if (value.GetArrayLength() > MaxValues)
            return false;
        foreach (var item in value.EnumerateArray())
        {
            if (!AllowsOne(item))
                return false;
        }

        return true;
    }

    private protected abstract bool AllowsOne(JsonElement value);

    private bool SameArgument(ArgumentLimit other) => string.Equals(Argument, other.Argument, StringComparison.Ordinal);

    private static IReadOnlyList<string> NotEmpty(IReadOnlyList<string> values, string what) =>
        values.Count > 0 ? values : throw new ArgumentException($"A limit needs at least one {what}; to deny everything, grant nothing.");

    /// <summary>A repository-relative path that is one of the prefixes or lies below one; the prefix <c>""</c> is the
    /// whole repository.</summary>
    public sealed record PathPrefix(string Argument, IReadOnlyList<string> Prefixes) : ArgumentLimit(Argument)
    {
        public IReadOnlyList<string> Prefixes { get; } = [.. NotEmpty(Prefixes, "prefix").Select(prefix => RepositoryPath.Normalise(prefix)
            ?? throw new ArgumentException($"'{prefix}' is not a repository-relative path without '..'."))];

        [JsonIgnore]
        public override string Rule => Prefixes.Contains("")
            ? "must be a path inside the repository, relative and without '..'"
            : $"must be a path at or below {string.Join(" or ", Prefixes)}, relative and without '..'";

        public override bool IsWithin(ArgumentLimit other) =>
            other is PathPrefix wide && SameArgument(other) && Prefixes.All(prefix => wide.Covers(prefix));

        private protected override bool AllowsOne(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && RepositoryPath.Normalise(value.GetString()!) is { } path && Covers(path);

        private bool Covers(string path)
        {
            foreach (var prefix in Prefixes)
            {
                if (RepositoryPath.IsAtOrBelow(path, prefix))
                    return true;
            }

            return false;
        }
    }

    /// <summary>A host, <c>host:port</c> or URL whose host is one of the patterns: exact, with a port, or <c>*.example.org</c>.</summary>
    public sealed record HostSet(string Argument, IReadOnlyList<string> Hosts) : ArgumentLimit(Argument)
    {
        private readonly HostPattern[] _patterns = [.. NotEmpty(Hosts, "host").Select(HostPattern.Parse)];

        [JsonIgnore]
        public override string Rule => $"must name a host among {string.Join(", ", Hosts)}";

        public override bool IsWithin(ArgumentLimit other) =>
            other is HostSet wide && SameArgument(other)
            && _patterns.All(narrow => wide._patterns.Any(pattern => narrow.IsWithin(pattern)));

        public bool Equals(HostSet? other) => other is not null && Argument == other.Argument && _patterns.SequenceEqual(other._patterns);

        public override int GetHashCode() => HashCode.Combine(Argument, _patterns.Length);

        private protected override bool AllowsOne(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && HostName.Parse(value.GetString()!) is { } host
            && _patterns.Any(pattern => pattern.Matches(host));
    }

    /// <summary>A number from <see cref="Min"/> to <see cref="Max"/>, both included.</summary>
    public sealed record Range(string Argument, decimal Min, decimal Max) : ArgumentLimit(Argument)
    {
        public decimal Max { get; } = Max >= Min ? Max : throw new ArgumentException($"The range {Min} to {Max} is empty.");

        [JsonIgnore]
        public override string Rule => string.Create(CultureInfo.InvariantCulture, $"must be a number from {Min} to {Max}");

        public override bool IsWithin(ArgumentLimit other) =>
            other is Range wide && SameArgument(other) && Min >= wide.Min && Max <= wide.Max;

        private protected override bool AllowsOne(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= Min && number <= Max;
    }

    /// <summary>One of a few texts; a number or a truth value counts as its JSON text.</summary>
    public sealed record OneOf(string Argument, IReadOnlyList<string> Values) : ArgumentLimit(Argument)
    {
        public IReadOnlyList<string> Values { get; } = [.. NotEmpty(Values, "value")];

        [JsonIgnore]
        public override string Rule => $"must be one of {string.Join(", ", Values)}";

        public override bool IsWithin(ArgumentLimit other) =>
            other is OneOf wide && SameArgument(other) && Values.All(value => wide.Values.Contains(value, StringComparer.Ordinal));

        private protected override bool AllowsOne(JsonElement value)
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            };
            return text is not null && Values.Contains(text, StringComparer.Ordinal);
        }
    }

    /// <summary>A text of at most so many characters, or a list of at most so many values.</summary>
    public sealed record MaxLength(string Argument, int Most) : ArgumentLimit(Argument)
    {
        [JsonIgnore]
        public override string Rule => $"must not be longer than {Most}";

        public override bool IsWithin(ArgumentLimit other) => other is MaxLength wide && SameArgument(other) && Most <= wide.Most;

        public override bool Allows(JsonElement value) =>
            value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() <= Most : AllowsOne(value);

        private protected override bool AllowsOne(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= Most;
    }
}
