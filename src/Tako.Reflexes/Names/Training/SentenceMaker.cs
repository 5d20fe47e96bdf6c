using System.Text;

namespace Tako.Reflexes.Names.Training;

/// <summary>Writes labelled sentences from templates, in the letters of several kinds of writers.</summary>
internal sealed class SentenceMaker(NameFacts facts, Seeded chance, bool tellsIp)
{
    private readonly PeopleMaker _people = new(facts, chance);
    private readonly NumberMaker _numbers = new(facts, chance);
    private readonly WordMaker _words = new(facts.Words);
    private readonly StringBuilder _text = new();
    private List<LabelledSpan> _spans = [];

    public LabelledText Make()
    {
        _text.Clear();
        _spans = [];
        if (chance.Percent(12))
            Salad();
        else
            Write(Pick());
        // What stands before and after is seldom about the same.
        for (var more = chance.Below(100); more < 22 && _text.Length < 400; more += 12)
        {
            _text.Append(chance.Of([" ", " ", "\n", "\n\n", ". "]));
            Write(Pick());
        }

        var text = _text.ToString();
        var style = chance.Below(100);
        text = style < 22 ? Lowered(text) : style < 24 ? string.Concat(text.Select(char.ToUpperInvariant)) : text;
        return new(text, _spans);
    }

    /// <summary>The words of a template that stand in each of its sentences or may.</summary>
    public static string WithoutSlots(string template)
    {
        var text = new StringBuilder();
        for (var index = 0; index < template.Length; index++)
        {
            if (template[index] == '{' && Slot(template, index) is var end && end > 0)
                index = end;
            else if (template[index] == '\\')
                index++;
            else
                text.Append(template[index]);
        }

        return text.ToString();
    }

    // Words at random, some made up: no word is a name for what stands beside it alone.
    private void Salad()
    {
        var titled = chance.Percent(15);
        for (var word = 4 + chance.Below(12); word > 0; word--)
        {
            var next = chance.Percent(70) ? chance.Of(facts.Words)
                : chance.Percent(80) ? _words.Make(chance).ToLowerInvariant() : chance.Of(facts.Products);
            _text.Append(_text.Length == 0 || titled || chance.Percent(3) ? WordMaker.Capital(next) : next);
            _text.Append(chance.Of([" ", " ", " ", " ", ", ", " - ", ". ", "\n"]));
        }
    }

    private string Pick() => chance.Percent(30) ? chance.Of(facts.Plain) : chance.Of(facts.Templates);

    private void Write(ReadOnlySpan<char> template)
    {
        for (var index = 0; index < template.Length; index++)
        {
            var letter = template[index];
            if (letter == '[')
            {
                var close = Close(template, index);
                Write(Choice(template[(index + 1)..close]));
                index = close;
            }
            else if (letter == '{' && Slot(template, index) is var end && end > 0)
            {
                Fill(template[(index + 1)..end].ToString());
                index = end;
            }
            else if (letter == '\\' && index + 1 < template.Length)
            {
                _text.Append(template[++index] == 't' ? '\t' : '\n');
            }
            else
            {
                _text.Append(letter);
            }
        }
    }

    private void Fill(string slot)
    {
        var culture = _people.Culture();
        switch (slot)
        {
            case "person": Add("person", _people.Person(culture)); break;
            case "full": Add("person", _people.Full(culture)); break;
            case "first" or "firstonly": Add("person", _people.First(culture)); break;
            case "last" or "last2": Add("person", _people.Last(culture)); break;
            case "mr":
                Add("title", chance.Of(facts.Title["honorific"]));
                _text.Append(' ');
                Add("person", chance.Percent(60) ? _people.Last(culture) : _people.Full(culture));
                break;
            case "place": Add("place", _people.Place(culture)); break;
            case "city": Add("place", _people.City(culture)); break;
            case "CITY": Add("place", _people.City(culture).ToUpperInvariant()); break;
            case "country": Add("place", _people.Country()); break;
            case "state": Add("place", chance.Of(facts.Street["state"])); break;
            case "org": Add("organisation", _people.Organisation(culture)); break;
            case "nationality": Add("group", chance.Of(facts.Groups)); break;
            case "nationalities": Add("group", chance.Of(facts.Groups) is var group && group.EndsWith('s') ? group : group + "s"); break;
            case "job": Add("title", Job()); break;
            case "ajob":
                var job = Job();
                _text.Append("aeio".Contains(char.ToLowerInvariant(job[0]), StringComparison.Ordinal) ? "an " : "a ");
                Add("title", job);
                break;
            case "address": Add("address", Address(culture)); break;
            case "street": Add("address", Street(culture)); break;
            case "zipcity": Add("address", $"{_numbers.Zip()} {_people.City(culture)}"); break;
            case "zip": Add("zip_code", _numbers.Zip()); break;
            case "age": Add("age", _numbers.Age()); break;
            case "date": Add("date", _numbers.Date()); break;
            case "year": Add("date", _numbers.Year()); break;
            case "weekday": Add("date", _numbers.Weekday()); break;
            case "month": Add("date", _numbers.Month()); break;
            case "phone": Add("phone", _numbers.Phone()); break;
            case "card": Add("card", _numbers.Card()); break;
            case "ssn": Add("us_ssn", _numbers.Ssn()); break;
            case "iban": Add("iban", _numbers.Iban()); break;
            case "ip": Add(tellsIp ? "ip" : "url", _numbers.Ip()); break;
            case "email": Add("email", _numbers.Mail(_people.First(culture), _people.Last(culture), _people.Organisation(culture))); break;
            case "url": Add("url", _numbers.Link(_people.Organisation(culture), chance.Of(facts.Words))); break;
            case "time": _text.Append(_numbers.Time()); break;
            case "num": _text.Append(_numbers.Number()); break;
            case "product": _text.Append(chance.Of(facts.Products)); break;
            default: throw new InvalidDataException($"A template asks for {{{slot}}}, which nothing fills.");
        }
    }

    // Letter by letter, so that places stay what they are.
    private static string Lowered(string text) => string.Concat(text.Select(char.ToLowerInvariant));

    private string Job()
    {
        var occupation = chance.Of(facts.Title["occupation"]);
        var job = chance.Percent(55) ? $"{chance.Of(facts.Title["role"])} {occupation}" : occupation;
        return chance.Percent(35) ? char.ToUpperInvariant(job[0]) + job[1..] : chance.Percent(15) ? WordMaker.Capital(job) : job;
    }

    private string Street(Culture culture) =>
        _numbers.Address(_people.Street(culture), _people.NumberFirst(culture), "", "").Split('\n')[0].Trim(' ', ',');

    private string Address(Culture culture) =>
        _numbers.Address(_people.Street(culture), _people.NumberFirst(culture), _people.City(culture), _people.Country());

    private void Add(string kind, string value)
    {
        if (value.Length == 0)
            return;
        _spans.Add(new(_text.Length, value.Length, kind));
        _text.Append(value);
    }

    private ReadOnlySpan<char> Choice(ReadOnlySpan<char> options)
    {
        var (count, depth) = (1, 0);
        foreach (var letter in options)
        {
            depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            count += letter == '|' && depth == 0 ? 1 : 0;
        }

        var wanted = chance.Below(count);
        var from = 0;
        for (var index = 0; index <= options.Length; index++)
        {
            if (index < options.Length && options[index] is '[' or ']')
                depth += options[index] == '[' ? 1 : -1;
            if (index < options.Length && (options[index] != '|' || depth > 0))
                continue;
            if (wanted-- == 0)
                return options[from..index];
            from = index + 1;
        }

        return [];
    }

    private static int Close(ReadOnlySpan<char> template, int open)
    {
        var depth = 0;
        for (var index = open; index < template.Length; index++)
        {
            depth += template[index] == '[' ? 1 : template[index] == ']' ? -1 : 0;
            if (depth == 0)
                return index;
        }

        throw new InvalidDataException($"A template opens a choice and does not close it: {template}");
    }

    private static int Slot(ReadOnlySpan<char> template, int open)
    {
        var end = open + 1;
        while (end < template.Length && char.IsAsciiLetterOrDigit(template[end]))
            end++;
        return end < template.Length && template[end] == '}' && end > open + 1 ? end : 0;
    }
}
