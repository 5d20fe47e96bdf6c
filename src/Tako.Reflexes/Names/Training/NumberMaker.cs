using System.Globalization;

namespace Tako.Reflexes.Names.Training;

/// <summary>Makes numbers, dates and addresses of the net in many ways of writing them.</summary>
internal sealed class NumberMaker(NameFacts facts, Seeded chance)
{
    private static readonly string[] Phones =
    [
        "##########", "###-###-####", "(###) ###-####", "###.###.####",
        "+1 ### ### ####", "+1-###-###-####", "1-800-###-####", "001-###-###-####",
        "+44 20 #### ####", "0#### ######", "07### ######",
        "+49 ### #######", "0## ########", "0###/######",
        "+33 # ## ## ## ##", "0# ## ## ## ##",
        "+39 ### #######", "+34 ### ## ## ##", "### ### ###", "## ## ## ##",
        "+45 ## ## ## ##", "+46 (0)## ### ## ##", "0##-### ## ##", "+358 ## #######",
        "(##) ####-####", "+55 ## #####-####", "#### ####", "### ####",
        "0#### ### ###", "+91 ##### #####", "+7 ### ###-##-##", "###-###-#### x###",
        "+86 ### #### ####", "0#-####-####", "(0##) ### ## ##", "+## ### ### ###", "(0#) #### ####",
        "## ### ###", "### ### ####", "###-####", "(##) ###-###",
        "(###)###-####", "+1-###-###-####x#####", "#### ######", "##-##-##-##",
        "0### ## ## ##", "#### ## ## ##", "+46 (0)### ### ##", "###-#######",
    ];

    private static readonly string[] Cards =
    [
        "################", "################", "################", "#### #### #### ####",
        "####-####-####-####", "###############", "#### ###### #####", "##############",
    ];

    private static readonly string[] Zips =
    [
        "#####", "#####", "#####", "####", "#####-####", "#### @@", "@#@ #@#", "@@# #@@", "@@## #@@", "### ##", "##-###", "#####-###", 
        "######", "D-#####", "####-###", "@@-####", "@ ####", "@@@@#@@",
    ];

    public static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] Ends =
    [
        "com", "org", "net", "io", "de", "fr", "co.uk", "it", "es", "nl", "se", "dk", "eu", "com.br", "pl", "ch", "at", "be", 
        "hu", "fi", "no", "ru", "ca", "com.au", "info", "edu", "cz", "co.nz", "com.cy", "si",
    ];

    public string Filled(string pattern) => string.Create(pattern.Length, (pattern, chance), static (text, state) =>
    {
        for (var index = 0; index < text.Length; index++)
        {
            var letter = state.pattern[index];
            text[index] = letter == '#' ? (char)('0' + state.chance.Below(10))
                : letter == '@' ? (char)('A' + state.chance.Below(26)) : letter;
        }
    });

    public string Phone() => Filled(chance.Of(Phones));

    public string Card() => chance.Of(["4", "5", "3", "6", "2"]) + Filled(chance.Of(Cards))[1..];

    public string Zip() => Filled(chance.Of(Zips));

    public string Ssn() => Filled(chance.Of(["###-##-####", "###-##-####", "### ## ####", "#########"]));

    public string Iban()
    {
        var plain = Filled("@@##") + Filled(chance.Percent(50) ? new string('#', 12 + chance.Below(12)) : "@@@@" + new string('#', 14));
        return chance.Percent(50) ? plain : string.Join(' ', plain.Chunk(4).Select(static part => new string(part)));
    }

    public string Ip() => chance.Percent(75)
        ? string.Join('.', Enumerable.Range(0, 4).Select(_ => Whole(1 + chance.Below(254))))
        : string.Join(':', Enumerable.Range(0, 8).Select(_ => (chance.Below(65_536)).ToString("x", CultureInfo.InvariantCulture)));

    public string Year() => Whole(chance.Percent(80) ? 1930 + chance.Below(100) : 1500 + chance.Below(430));

    public string Age() => Whole(chance.Percent(90) ? 12 + chance.Below(80) : 1 + chance.Below(110));

    public string Number() => chance.Below(6) switch
    {
        0 => Whole(chance.Below(10)),
        1 => Whole(chance.Below(100)),
        2 => Whole(chance.Below(10_000)),
        3 => Filled("#,###"),
        4 => Filled("##.##"),
        _ => Filled("#####"),
    };

    public string Time() => chance.Below(4) switch
    {
        0 => $"{1 + chance.Below(12)} {chance.Of(["am", "pm", "a.m.", "p.m.", "o'clock"])}",
        1 => $"{chance.Below(24)}:{chance.Below(60):00}:{chance.Below(60):00}",
        2 => $"{1 + chance.Below(12)}:{chance.Below(60):00} pm",
        _ => $"{chance.Below(24):00}:{chance.Below(60):00}",
    };

    public string Weekday() => chance.Of(Days);

    public string Month() => chance.Of(Months);

    public string Date()
    {
        var (day, month, year) = (1 + chance.Below(28), 1 + chance.Below(12), Year());
        var (name, brief) = (Months[month - 1], Months[month - 1][..3]);
        return chance.Below(18) switch
        {
            0 => $"{day}/{month}/{year}",
            1 => $"{month:00}/{day:00}/{year}",
            2 => $"{year}-{month:00}-{day:00}",
            3 => $"{day}.{month}.{year}",
            4 => $"{name} {day}, {year}",
            5 => $"{day} {name} {year}",
            6 => $"{brief} {day}, {year}",
            7 => $"{day}{Ordinal(day)} {name} {year}",
            8 => $"{name} {day}{Ordinal(day)}",
            9 => $"{day} {brief} {year}",
            10 => $"{day}-{brief}-{year[2..]}",
            11 => $"{Weekday()}, {name} {day}",
            12 => $"{year}-{month:00}-{day:00} {chance.Below(24):00}:{chance.Below(60):00}:{chance.Below(60):00}",
            13 => $"{month:00}/{day:00}/{year[2..]}",
            14 => $"{name} {year}",
            15 => Weekday(),
            16 => $"{day}.{month:00}.{year[2..]}",
            _ => $"the {day}{Ordinal(day)} of {name}",
        };
    }

    public string Mail(string first, string last, string word)
    {
        var (given, family) = (Plain(first), Plain(last));
        var name = chance.Below(6) switch
        {
            0 => $"{given}.{family}",
            1 => given + family,
            2 => $"{given}{chance.Below(100)}",
            3 => $"{given[..1]}.{family}",
            4 => chance.Of(["info", "support", "contact", "sales", "office"]),
            _ => $"{given}_{family}",
        };
        return $"{(chance.Percent(60) ? name.ToLowerInvariant() : name)}@{Plain(word).ToLowerInvariant()}.{chance.Of(Ends)}";
    }

    public string Link(string word, string page)
    {
        var start = chance.Of(["https://", "http://", "https://www.", "http://www.", "www.", ""]);
        var tail = chance.Below(6) switch
        {
            0 => "/",
            1 => "/" + Plain(page).ToLowerInvariant(),
            2 => $"/item?id={chance.Below(1000)}",
            _ => "",
        };
        return start + (chance.Percent(40) ? Plain(word) : Plain(word).ToLowerInvariant()) + "." + chance.Of(Ends) + tail;
    }

    /// <summary>An address; number, unit, town, code, state and country are put together in many ways.</summary>
    public string Address(string street, bool numberFirst, string city, string country)
    {
        var house = Filled(chance.Of(["#", "##", "##", "###", "####", "#####", "##", "##a", "##-##", "##/#"]));
        var line = chance.Percent(7) ? street
            : numberFirst ^ chance.Percent(15) ? $"{house}{chance.Of([" ", " ", " ", ", "])}{street}"
            : $"{street} {house}";
        if (chance.Percent(5))
            line = $"{Filled("###")} {line}";
        if (chance.Percent(8))
            line = Filled(chance.Of(facts.Street["box"]));
        var door = chance.Of(["#", "##", "###", "#@", "@"]);
        var unit = chance.Percent(32) ? Filled(chance.Of(facts.Street["unit"]).Replace("#", door, StringComparison.Ordinal)) : "";
        var zip = chance.Percent(72) ? Zip() : "";
        var state = chance.Percent(28) ? chance.Of(facts.Street["state"]) : "";
        var town = chance.Below(4) switch
        {
            0 => Together(" ", zip, city),
            1 => Together(" ", Together(", ", city, state), zip),
            2 => Together(" ", city, state, zip),
            _ => Together(chance.Of([", ", "\n"]), city, zip),
        };
        var land = chance.Percent(38) ? country : "";
        var gap = chance.Of([", ", ", ", "\n", "\n", " ", "\n ", " \n", ",\n"]);
        if (chance.Percent(4))
            (zip, town, land) = ("", city, "");
        return chance.Below(100) switch
        {
            < 14 => Together(", ", Together(" ", line, unit)),
            < 22 => Together(gap, unit, line, town, land),
            < 26 => Together(gap, line, unit, Together(" ", city, land), zip),
            _ => Together(gap, Together(chance.Of([" ", ", ", gap]), line, unit), town, land),
        };
    }

    private static string Together(string gap, params string[] parts) => string.Join(gap, parts.Where(static part => part.Length > 0));

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Ordinal(int day) => day switch { 1 or 21 => "st", 2 or 22 => "nd", 3 or 23 => "rd", _ => "th" };

    // Letters of ASCII alone, as in addresses of the net.
    private static string Plain(string word)
    {
        var plain = string.Concat(word.Where(char.IsAsciiLetterOrDigit));
        return plain.Length > 0 ? plain : "post";
    }
}
