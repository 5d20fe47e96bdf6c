namespace Tako.Reflexes.Names.Training;

/// <summary>Makes persons, places and organisations from the lists, and some that are on none.</summary>
internal sealed class PeopleMaker
{
    private readonly NameFacts _facts;
    private readonly Seeded _chance;
    private readonly Dictionary<string, (WordMaker First, WordMaker Last, WordMaker City)> _makers = [];

    public PeopleMaker(NameFacts facts, Seeded chance)
    {
        (_facts, _chance) = (facts, chance);
        foreach (var culture in facts.Cultures)
            _makers[culture.Code] = (new(culture.First), new(culture.Last), new(CitiesOf(culture.Code)));
    }

    public Culture Culture() => _chance.Percent(25) ? _facts.Cultures[0] : _chance.Of(_facts.Cultures);

    public string First(Culture culture) => _chance.Percent(25) ? _makers[culture.Code].First.Make(_chance) : _chance.Of(culture.First);

    public string Last(Culture culture)
    {
        if (_chance.Percent(8))
            culture = _chance.Of(_facts.Cultures);
        var name = _chance.Percent(25) ? _makers[culture.Code].Last.Make(_chance) : _chance.Of(culture.Last);
        return _chance.Percent(3) ? $"{name}-{_chance.Of(culture.Last)}" : name;
    }

    public string Full(Culture culture)
    {
        var (first, last) = (First(culture), Last(culture));
        return _chance.Below(100) switch
        {
            < 58 => $"{first} {last}",
            < 68 => $"{first} {(char)('A' + _chance.Below(26))}{(_chance.Percent(60) ? "." : "")} {last}",
            < 73 => $"{first} {last} {Last(culture)}",
            < 78 => $"{first} {First(culture)} {last}",
            < 82 => $"{first[0]}. {last}",
            < 84 => $"{first[0]}. {(char)('A' + _chance.Below(26))}. {last}",
            < 87 => $"{last} {first}",
            < 89 => $"{first}-{First(culture)} {last}",
            < 93 => $"{first} {last} {_chance.Of(_facts.Title["person_suffix"])}",
            < 95 => $"{first} {last}".ToUpperInvariant(),
            < 97 => $"{first} {last.ToUpperInvariant()}",
            _ => $"{first} {_chance.Of(Particles)} {last}",
        };
    }

    private static readonly string[] Particles = 
        ["van", "von", "de", "da", "del", "van der", "bin", "al", "dos", "di", "la", "ter", "zu", "ibn", "von der", "de la"];

    /// <summary>A person as it stands in running text.</summary>
    public string Person(Culture culture) => _chance.Below(100) switch
    {
        < 42 => First(culture),
        < 60 => Last(culture),
        _ => Full(culture),
    };

    public string City(Culture culture)
    {
        var city = _chance.Percent(25) ? _makers[culture.Code].City.Make(_chance) : _chance.Of(CitiesOf(culture.Code));
        return _chance.Percent(6) ? city.ToUpperInvariant() : city;
    }

    public string Country() => _chance.Of(_facts.Countries);

    public string Place(Culture culture) => _chance.Percent(45) ? Country() : City(culture);

    public string Organisation(Culture culture)
    {
        var parts = _facts.Organisation;
        var (suffix, tail, stem) = (_chance.Of(parts["suffix"]), _chance.Of(parts["tail"]), _chance.Of(parts["stem"]));
        return _chance.Below(100) switch
        {
            < 10 => $"{Last(culture)} {suffix}",
            < 16 => $"{Last(culture)}-{Last(culture)}",
            < 23 => $"{Last(culture)}, {Last(culture)} and {Last(culture)}",
            < 26 => $"{Last(culture)} & {Last(culture)}",
            < 36 => $"{stem} {tail}",
            < 42 => $"{stem} {tail} {suffix}",
            < 55 => Coined(stem),
            < 62 => $"{Coined(stem)} {(_chance.Percent(50) ? suffix : tail)}",
            < 67 => stem + tail.Split(' ')[0],
            < 72 => $"{City(culture)} {tail}",
            < 76 => $"{_chance.Of(parts["head"])} {City(culture)}",
            < 86 => _chance.Of(parts["known"]),
            < 90 => $"{Letters()} {tail}",
            < 93 => Letters(),
            < 96 => $"{Last(culture)} {tail}",
            _ => $"The {stem} {_chance.Of(parts["stem"])} {tail}",
        };
    }

    public string Street(Culture culture)
    {
        var code = _facts.Streets.ContainsKey(culture.Code) ? culture.Code : "en";
        var pattern = _chance.Of(_facts.Streets[code].Patterns);
        var name = _chance.Below(10) switch
        {
            < 4 => _chance.Of(_facts.Street["word"]),
            < 6 => Last(culture),
            < 7 => First(culture) + " " + Last(culture),
            < 9 => City(culture),
            _ => _makers[culture.Code].Last.Make(_chance),
        };
        var star = pattern.IndexOf('*');
        if (star > 0 && pattern[star - 1] is not ' ' and not '-' && char.IsLetter(pattern[star - 1]))
            name = name.ToLowerInvariant();
        return WordMaker.Capital(pattern[..1]) + pattern[1..].Replace("*", name, StringComparison.Ordinal);
    }

    public bool NumberFirst(Culture culture) => !_facts.Streets.TryGetValue(culture.Code, out var streets) || streets.NumberFirst;

    private string Coined(string stem) => _chance.Percent(40)
        ? WordMaker.Capital(_makers[_chance.Of(_facts.Cultures).Code].Last.Make(_chance).ToLowerInvariant()
            + _chance.Of(_facts.Organisation["coin"]))
        : stem.Replace(" ", "", StringComparison.Ordinal) + _chance.Of(_facts.Organisation["coin"]);

    private string Letters() => string.Concat(Enumerable.Range(0, 2 + _chance.Below(3)).Select(_ => (char)('A' + _chance.Below(26))));

    private string[] CitiesOf(string code) => _facts.Cities.TryGetValue(code, out var cities) ? cities : _facts.Cities["en"];
}
