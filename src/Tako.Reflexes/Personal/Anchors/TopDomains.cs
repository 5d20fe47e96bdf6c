using System.Collections.Frozen;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>How well a label is known as a top-level domain.</summary>
internal enum TopDomain
{
    None,

    /// <summary>Also a word, an abbreviation or the ending of a file's name.</summary>
    Ambiguous,
    Known,
}

/// <summary>Top-level domains of the root zone that occur in running text.</summary>
internal static class TopDomains
{
    private const string Clear =
        "com net org edu gov mil int arpa biz aero coop museum jobs travel asia online site website tech space store shop xyz club "
        + "page cloud live blog "
        + "digital agency solutions global systems network email software wiki world today media news group company social design studio "
        + "academy services support center academy capital careers consulting directory education energy engineering enterprises "
        + "estate events exchange "
        + "finance financial fitness foundation fund gallery games gmbh guru health hosting house institute insurance international "
        + "investments "
        + "legal life limited loans ltd management marketing money mortgage partners photography photos pizza plus press productions "
        + "properties "
        + "rentals repair report restaurant sale school science security singles surgery tax taxi technology theater tips tools tours "
        + "town toys trade "
        + "training university vacations ventures video villas vin vision watch webcam wine work works yoga zone bank berlin hamburg "
        + "koeln bayern wien "
        + "london paris nyc amsterdam vlaanderen brussels gent istanbul moscow tokyo quebec scot wales cymru swiss tirol ruhr saarland "
        + "madrid barcelona "
        + "dev "
        + "ac ad ae af ag al ao aq ar aw ax az ba bb bd bf bg bh bi bj bm bn bo br bs bt bw by bz ca cd cf cg ch ci ck cl cm cn co cr "
        + "cu cv cw cx cy cz "
        + "de dj dk dm dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gt gu gw gy hk hm hn hr ht "
        + "hu ie il im io iq ir "
        + "je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr lt lu lv ly ma mc mg mh mk mm mn mo mp mq mr mt mu mv mw mx "
        + "mz na nc ne nf ng ni "
        + "nl np nr nu nz om pa pe pf ph pk pr pt pw qa ro ru rw sa sb sd se sg si sk sl sm sn sr ss st su sv sx sy sz tc td tf tg th "
        + "tj tk tl tm tn tr tt "
        + "tv tw tz ua ug uk uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

    private const string Unclear =
        "info name pro app me us it is in to at as be by do no so my am id pl py rs md sh ps cc ml zip mov ai art auto bar best bio "
        + "bot build cafe cam car "
        + "care cash cat chat city codes coffee cool dance date deals dog email earth expert express fail fan farm film fish fun game "
        + "gold green help hot how "
        + "ink kim land law link lol love map market men menu mobi new one party pet phone pics place play post quest red rent review "
        + "rocks run sex show "
        + "ski team tel top vet vip vote wang wedding win wtf zip";

    private static readonly FrozenDictionary<string, TopDomain> Labels = Clear.Split(' ').Select(static label => (label, TopDomain.Known))
        .Concat(Unclear.Split(' ').Select(static label => (label, TopDomain.Ambiguous)))
        .GroupBy(static pair => pair.label)
        .ToFrozenDictionary(static pair => pair.Key, static pair => pair.Min(static one => one.Item2), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, TopDomain>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Labels.GetAlternateLookup<ReadOnlySpan<char>>();

    public static TopDomain Of(ReadOnlySpan<char> label) => BySpan.TryGetValue(label, out var known) ? known : TopDomain.None;
}
