namespace Tako.Reflexes.Names.Training;

/// <summary>The lists behind the tagger: names, places, words of streets and organisations, sentences. They come as text.</summary>
internal sealed class NameFacts
{
    public NameFacts()
    {
        foreach (var parts in Rows("people"))
            Cultures.Add(new(parts[0], Names(parts[0], parts[1]), Names(parts[0], parts[2])));
        foreach (var parts in Rows("cities"))
            Cities[parts[0]] = parts[1].Split(", ");
        foreach (var parts in Rows("countries"))
        {
            if (parts[0].Length > 0)
                Countries.Add(parts[0]);
            Groups.AddRange(parts[1].Split(", ", StringSplitOptions.RemoveEmptyEntries));
        }

        foreach (var parts in Rows("streets"))
        {
            if (parts[0].Split(' ') is [var culture, var place])
                Streets[culture] = (place == "before", parts[1].Split(", "));
            else
                Street[parts[0]] = parts[1].Split(", ");
        }

        foreach (var parts in Rows("organisations"))
            Organisation[parts[0]] = parts[1].Split(", ");
        foreach (var parts in Rows("titles"))
            Title[parts[0]] = parts[1].Split(", ");
        Templates = [.. Lines("templates")];
        Plain = [.. Lines("plain")];
        Products = [.. Lines("products").SelectMany(line => line.Split(' ')).Distinct()];
        Words = [.. Lines("words").SelectMany(line => line.Split(' ')).Distinct()];
    }

    public List<Culture> Cultures { get; } = [];

    public Dictionary<string, string[]> Cities { get; } = [];

    public List<string> Countries { get; } = [];

    public List<string> Groups { get; } = [];

    /// <summary>Patterns of streets by culture, and whether the number comes first.</summary>
    public Dictionary<string, (bool NumberFirst, string[] Patterns)> Streets { get; } = [];

    public Dictionary<string, string[]> Street { get; } = [];

    public Dictionary<string, string[]> Organisation { get; } = [];

    public Dictionary<string, string[]> Title { get; } = [];

    public string[] Templates { get; }

    public string[] Plain { get; }

    public string[] Products { get; }

    public string[] Words { get; }

    private static IEnumerable<string[]> Rows(string list) =>
        Lines(list).Select(line => line.Split('|').Select(part => part.Trim()).ToArray());

    private static IEnumerable<string> Lines(string list)
    {
        using var stream = typeof(NameFacts).Assembly.GetManifestResourceStream($"Tako.Reflexes.Names.{list}.txt")
            ?? throw new InvalidDataException($"The list {list} is missing from this build of Tako.Reflexes.");
        using var reader = new StreamReader(stream);
        foreach (var line in reader.ReadToEnd().Split('\n'))
        {
            if (line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal))
                yield return line;
        }
    }

    // Where a family name has several words, the list joins them by hyphens.
    private static string[] Names(string culture, string names) =>
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => culture is "nl" or "it" or "af" ? name.Replace('-', ' ') : name)];
}

/// <summary>Names that go together.</summary>
internal sealed record Culture(string Code, string[] First, string[] Last);
